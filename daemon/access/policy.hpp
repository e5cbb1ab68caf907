// Who may use which reader: the rules of [[access]] in the settings. The first that fits decides; if none
// does, the answer is yes. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/access/caller.hpp"

namespace scrm::access {

/// What a rule is about: using a reader at all, or sending it its maker's own commands, which can load
/// firmware.
enum class Use : std::uint8_t { Reader, Escape };

enum class Verdict : std::uint8_t { Allow, Deny };

/// Fits if of each list that is not empty something fits.
struct Rule {
    Verdict verdict = Verdict::Allow;
    Use use = Use::Reader;
    std::vector<std::uint32_t> users;
    std::vector<std::uint32_t> groups;
    std::vector<std::string> units;  // '*' stands for anything
    std::vector<std::string> seats = {};
    std::vector<std::string> programs = {};
    std::vector<std::string> readers;  // by how their names begin
    std::string place;                 // where it is written: "FILE:LINE"
};

/// What must be known of a caller to decide.
struct Questions {
    bool groups = false;
    bool units = false;
    bool process = false;
    bool seats = false;
    bool program = false;
};

class Policy {
  public:
    explicit Policy(std::vector<Rule> rules = {});

    /// No rule is there to fit: nobody needs to be asked about.
    [[nodiscard]] bool empty() const { return rules_.empty() && escape_rules_.empty(); }
    [[nodiscard]] Questions questions() const { return questions_; }

    /// The rule by which the caller may use no reader at all; nothing if there may be one.
    [[nodiscard]] const Rule* bars(const Caller& caller) const;
    /// The rule by which the caller may not use this one.
    [[nodiscard]] const Rule* bars(const Caller& caller, std::string_view reader) const;

    /// The rule that decides whether the caller may send this reader its maker's commands; null: there is
    /// none.
    [[nodiscard]] const Rule* on_escape(const Caller& caller, std::string_view reader) const;

  private:
    std::vector<Rule> rules_;
    std::vector<Rule> escape_rules_;
    Questions questions_;
};

}  // namespace scrm::access
