// What an authority has answered, until it says that answers may have changed. Pure.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>

#include "daemon/access/caller.hpp"

namespace scrm::access {

struct Question {
    Process process;
    std::uint32_t uid = 0;
    const char* action = "";
    std::string reader;  // empty: any

    // NOLINTNEXTLINE(modernize-use-nullptr): takes the 0 of a defaulted <=> for a pointer
    auto operator<=>(const Question&) const = default;
};

template <class Answer>
class AnswerCache {
  public:
    /// Processes that have ended are never asked for again: when so many answers are kept, all are forgotten.
    static constexpr std::size_t most = 1024;

    [[nodiscard]] std::optional<Answer> find(const Question& question) const {
        const auto known = answers_.find(question);
        return known == answers_.end() ? std::nullopt : std::optional(known->second);
    }

    /// Of these times an answer is kept only if nothing has changed since its question was asked.
    [[nodiscard]] unsigned time() const { return time_; }
    void keep(const Question& question, Answer answer, unsigned asked_at) {
        if (asked_at != time_)
            return;
        if (answers_.size() >= most)
            answers_.clear();
        answers_.insert_or_assign(question, answer);
    }

    void changed() {
        ++time_;
        answers_.clear();
    }

    [[nodiscard]] std::size_t size() const { return answers_.size(); }

  private:
    std::map<Question, Answer> answers_;
    unsigned time_ = 0;
};

}  // namespace scrm::access
