// What happened lately, and what is wrong: a failure is told with all that led to it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

namespace scrm::simulation {

/// A rule that did not hold.
struct Violation {
    std::string rule;
};

class Journal {
  public:
    void note(std::string line);
    /// Throws a Violation unless `holds`.
    void demand(bool holds, const char* rule);
    /// The last lines, oldest first, without those that are about another subject.
    [[nodiscard]] std::string text() const;

    std::uint64_t step = 0;
    /// What is being looked at, told with a violation.
    std::string subject;

  private:
    std::deque<std::string> lines_;
};

}  // namespace scrm::simulation
