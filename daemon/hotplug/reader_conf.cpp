#include "daemon/hotplug/reader_conf.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace scrm::hotplug {
namespace {

enum class Key : std::uint8_t { FriendlyName, DeviceName, LibPath, ChannelId };
constexpr std::array<std::string_view, 4> key_names{"FRIENDLYNAME", "DEVICENAME", "LIBPATH", "CHANNELID"};

struct Token {
    std::string_view text;
    enum class Kind : std::uint8_t { Word, Quoted, Unclosed } kind = Kind::Word;
};

// The words of one line, until its end or a comment.
class LineWords {
  public:
    explicit LineWords(std::string_view line) : rest_(line) {}

    std::optional<Token> next() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
        if (rest_.empty() || rest_.front() == '#')
            return std::nullopt;
        return rest_.front() == '"' ? quoted() : Token{take(rest_.find_first_of(blanks))};
    }

  private:
    static constexpr std::string_view blanks = " \t\r\v\f";

    Token quoted() {
        rest_.remove_prefix(1);
        const std::size_t end = rest_.find('"');
        const Token token{take(end),
                          end == std::string_view::npos ? Token::Kind::Unclosed : Token::Kind::Quoted};
        rest_.remove_prefix(std::min<std::size_t>(rest_.size(), 1));
        return token;
    }
    std::string_view take(std::size_t size) {
        const std::string_view word = rest_.substr(0, size);
        rest_.remove_prefix(word.size());
        return word;
    }

    std::string_view rest_;
};

std::optional<std::uint32_t> parse_number(std::string_view text) {
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
    } else if (text.size() > 1 && text.front() == '0') {
        base = 8;
    }
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

class Parser {
  public:
    void read_line(std::string_view line) {
        ++line_;
        LineWords words(line);
        while (const auto word = words.next())
            if (!read_pair(*word, words))
                return;
    }

    ConfReading finish() {
        end_entry();
        return std::move(reading_);
    }

  private:
    // False if the rest of the line means nothing any more.
    bool read_pair(const Token& word, LineWords& words) {
        const auto* const name = std::ranges::find(key_names, word.text);
        if (word.kind != Token::Kind::Word || name == key_names.end())
            return fail("'" + std::string(word.text) +
                        "' is none of FRIENDLYNAME, DEVICENAME, LIBPATH, CHANNELID; a value with blanks is "
                        "written in "
                        "double quotes");
        const auto key = static_cast<Key>(name - key_names.begin());
        if (given_[static_cast<std::size_t>(key)])
            end_entry();
        begin_entry();
        given_[static_cast<std::size_t>(key)] = true;
        const auto value = words.next();
        if (!value)
            return fail(std::string(*name) + " has no value");
        if (value->kind == Token::Kind::Unclosed)
            return fail("the value of " + std::string(*name) + " has no closing quote");
        return take_value(key, *value);
    }

    bool take_value(Key key, const Token& value) {
        drivers::ConfiguredReader& reader = entry_->reader;
        switch (key) {
            case Key::FriendlyName:
                reader.friendly_name = value.text;
                return (!value.text.empty() && !has_control_characters(value.text)) ||
                       fail("FRIENDLYNAME must be printable text");
            case Key::DeviceName:
                entry_->device_line = line_;
                reader.device_name = value.text;
                return !value.text.empty() ||
                       fail("DEVICENAME is empty; leave the line out if the driver needs none");
            case Key::LibPath:
                entry_->library_line = line_;
                reader.library = value.text;
                return value.text.starts_with('/') || fail("LIBPATH must be an absolute path");
            case Key::ChannelId:
                const auto number = parse_number(value.text);
                reader.channel = number.value_or(0);
                return number || fail("CHANNELID must be a number of at most 32 bits, as in 1 or 0x103F8");
        }
        return false;
    }

    // The first error of an entry is told, and costs it.
    bool fail(std::string what) {
        begin_entry();
        if (!broken_)
            reading_.errors.push_back({line_, std::move(what)});
        broken_ = true;
        return false;
    }

    void begin_entry() {
        if (!entry_)
            entry_.emplace().line = line_;
    }

    void end_entry() {
        if (entry_ && !broken_) {
            if (!given_[static_cast<std::size_t>(Key::FriendlyName)])
                reading_.errors.push_back({entry_->line, "the reader that begins here has no FRIENDLYNAME"});
            else if (!given_[static_cast<std::size_t>(Key::LibPath)])
                reading_.errors.push_back({entry_->line, "the reader that begins here has no LIBPATH"});
            else
                reading_.entries.push_back(std::move(*entry_));
        }
        entry_.reset();
        given_ = {};
        broken_ = false;
    }

    ConfReading reading_;
    std::optional<ConfEntry> entry_;
    std::array<bool, key_names.size()> given_{};
    bool broken_ = false;
    std::size_t line_ = 0;
};

}  // namespace

ConfReading parse_reader_conf(std::string_view text) {
    Parser parser;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        parser.read_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parser.finish();
}

}  // namespace scrm::hotplug
