#include "tests/fakes/wire_recording.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace scrm::fakes {
namespace {

constexpr std::string_view zero_words = "0*";
constexpr std::size_t word_size = 4;

void append_word(std::vector<std::uint8_t>& bytes, const std::string& word) {
    if (word.starts_with(zero_words)) {
        bytes.insert(bytes.end(), word_size * std::stoul(word.substr(zero_words.size())), 0);
        return;
    }
    if (word.size() % 2 != 0)
        throw std::runtime_error("half a byte: " + word);
    for (std::size_t i = 0; i < word.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoul(word.substr(i, 2), nullptr, 16)));
}

RecordedMessage parse_line(const std::string& line) {
    std::istringstream in(line);
    RecordedMessage message{};
    char direction = 0;
    if (!(in >> message.connection >> direction >> message.command) || (direction != '>' && direction != '<'))
        throw std::runtime_error("not a recorded message: " + line);
    message.sender = direction == '>' ? Sender::Client : Sender::Server;
    for (std::string word; in >> word;)
        append_word(message.bytes, word);
    return message;
}

WireRecording load(const std::string& name, ipc::Dialect dialect) {
    const std::string path = SCRM_GOLDEN_WIRE "/" + name + ".txt";
    std::ifstream in(path);
    if (!in)
        throw std::runtime_error("cannot read " + path);
    WireRecording recording{name, dialect, {}};
    for (std::string line; std::getline(in, line);)
        if (!line.starts_with('#'))
            recording.messages.push_back(parse_line(line));
    return recording;
}

}  // namespace

const RecordedMessage& WireRecording::find(Sender sender, std::string_view command, std::size_t index) const {
    for (const RecordedMessage& message : messages)
        if (message.connection == 1 && message.sender == sender && message.command == command && index-- == 0)
            return message;
    throw std::runtime_error(name + " has no such " + std::string(command));
}

const std::vector<WireRecording>& wire_recordings() {
    static const std::vector<WireRecording> all = {
        load("lib199-daemon199", ipc::Dialect::V4_4),
        load("lib199-daemon251", ipc::Dialect::V4_4),
        load("lib251-daemon199", ipc::Dialect::V4_4),
        load("lib251-daemon251", ipc::Dialect::V4_6),
    };
    return all;
}

const WireRecording& wire_recording(std::string_view name) {
    const auto& all = wire_recordings();
    const auto found = std::ranges::find(all, name, &WireRecording::name);
    if (found == all.end())
        throw std::runtime_error("no recording " + std::string(name));
    return *found;
}

}  // namespace scrm::fakes
