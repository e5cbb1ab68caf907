#include "tests/simulation/journal.hpp"

#include <utility>

namespace scrm::simulation {
namespace {

constexpr std::size_t remembered_lines = 2000;

}  // namespace

void Journal::note(std::string line) {
    lines_.push_back(std::to_string(step) + ": " + std::move(line));
    if (lines_.size() > remembered_lines)
        lines_.pop_front();
}

void Journal::demand(bool holds, const char* rule) {
    if (!holds)
        throw Violation{subject + ": " + rule};
}

std::string Journal::text() const {
    std::string text;
    for (const std::string& line : lines_)
        if (line.find('\'') == std::string::npos || line.find("'" + subject + "'") != std::string::npos)
            text += line + "\n";
    return text;
}

}  // namespace scrm::simulation
