#include "tools/scrmctl/conversation.hpp"

#include <span>

#include "tools/scrmctl/follow_up.hpp"
#include "tools/scrmctl/hex.hpp"
#include "tools/scrmctl/json.hpp"
#include "tools/scrmctl/output.hpp"
#include "tools/scrmctl/quantity_words.hpp"
#include "tools/scrmctl/sw_words.hpp"

namespace scrm::tools {
namespace {

std::span<const std::uint8_t> data_of(const Answer& answer) {
    const std::size_t trailer = answer.status_word() ? 2 : 0;
    return std::span(answer.bytes).first(answer.bytes.size() - trailer);
}

std::string status_hex(const Answer& answer) {
    return answer.status_word() ? to_hex(std::span(answer.bytes).last(2), "") : "";
}

std::string meaning_of(const Answer& answer) {
    return answer.status_word() ? status_meaning(*answer.status_word()) : "no status word";
}

bool succeeded(const Answer& answer) {
    return answer.status_word() && is_success(*answer.status_word());
}

std::string as_json(const Command& command, const Answer& answer) {
    return Json(Json::Object{{"command", to_hex(command, "")},
                             {"data", to_hex(data_of(answer), "")},
                             {"sw", status_hex(answer)},
                             {"meaning", meaning_of(answer)},
                             {"success", succeeded(answer)}})
               .text() +
           "\n";
}

std::string as_text(const Command& command, const Answer& answer, const Style& style) {
    std::string text = style.faint("> " + to_hex(command)) + "\n";
    const auto data = data_of(answer);
    if (!data.empty()) {
        text += "< " + to_hex(data) + "  (" + count_words(data.size(), "byte") + ")\n";
    }
    const std::string status = status_hex(answer) + "  " + meaning_of(answer);
    return text + "< " + (succeeded(answer) ? style.good(status) : style.bad(status)) + "\n";
}

}  // namespace

std::optional<Failure> Conversation::say(const Command& command) {
    // A card that announces more and more is not followed for ever: 65536 bytes come in 256 pieces.
    constexpr int most_follow_ups = 300;
    std::optional<Command> next = command;
    bool success = false;
    for (int i = 0; next && i <= most_follow_ups; ++i) {
        const Command sent = *next;
        const auto outcome = card_.transmit(sent);
        if (const auto* failure = std::get_if<Failure>(&outcome)) {
            return *failure;
        }
        const auto& answer = std::get<Answer>(outcome);
        show(sent, answer);
        success = succeeded(answer);
        next = follow_up_ == FollowUp::Yes && answer.status_word() ? follow_up(sent, *answer.status_word())
                                                                   : std::nullopt;
    }
    if (!success) {
        exit_code_ = ExitCode::CardError;
    }
    return std::nullopt;
}

void Conversation::show(const Command& command, const Answer& answer) const {
    put(format_ == Format::Json ? as_json(command, answer) : as_text(command, answer, style_));
}

}  // namespace scrm::tools
