// Commands to a card and its answers, shown as they come.
#pragma once

#include <optional>

#include "tools/scrmctl/card.hpp"
#include "tools/scrmctl/command_source.hpp"
#include "tools/scrmctl/failure.hpp"
#include "tools/scrmctl/request.hpp"
#include "tools/scrmctl/style.hpp"

namespace scrm::tools {

class Conversation {
  public:
    /// `card` must outlive it.
    Conversation(const Card& card, FollowUp follow_up, Format format)
        : card_(card), follow_up_(follow_up), format_(format), style_(Style::of_standard_output()) {}

    /// Sends it and shows the answer; follow-ups likewise. Fails if no answer came.
    [[nodiscard]] std::optional<Failure> say(const Command& command);

    /// CardError once the last answer to any command was an error.
    [[nodiscard]] ExitCode exit_code() const { return exit_code_; }

  private:
    void show(const Command& command, const Answer& answer) const;

    const Card& card_;
    FollowUp follow_up_;
    Format format_;
    Style style_;
    ExitCode exit_code_ = ExitCode::Ok;
};

}  // namespace scrm::tools
