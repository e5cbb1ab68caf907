// Colour on a terminal, and nowhere else.
#pragma once

#include <string>

namespace scrm::tools {

class Style {
  public:
    enum class Colour { No, Yes };

    explicit Style(Colour colour) : colour_(colour) {}
    /// Colour if standard output is a terminal and NO_COLOR is not in the environment.
    [[nodiscard]] static Style of_standard_output();

    [[nodiscard]] std::string strong(const std::string& text) const { return painted("1", text); }
    [[nodiscard]] std::string faint(const std::string& text) const { return painted("2", text); }
    [[nodiscard]] std::string good(const std::string& text) const { return painted("32", text); }
    [[nodiscard]] std::string bad(const std::string& text) const { return painted("31", text); }

  private:
    [[nodiscard]] std::string painted(const char* code, const std::string& text) const {
        return colour_ == Colour::No ? text : std::string("\033[") + code + "m" + text + "\033[0m";
    }

    Colour colour_;
};

}  // namespace scrm::tools
