// What went wrong, in words for the person at the terminal, and what the program ends with.
#pragma once

#include <string>
#include <variant>

namespace scrm::tools {

/// The exit status; scrmctl(1) promises these numbers.
enum class ExitCode : int {
    Ok = 0,
    CardError = 1,   // the card answered, but with an error status word
    Usage = 2,       // what was asked makes no sense
    Unavailable = 3  // no service, no reader, no card, or it stopped answering
};

struct Failure {
    /// What happened: "no card in Virtual PCD 00 00".
    std::string problem;
    /// What to do about it; empty when there is nothing to say.
    std::string remedy;
    ExitCode exit_code = ExitCode::Unavailable;
};

template <class T>
using Outcome = std::variant<T, Failure>;

}  // namespace scrm::tools
