// What the command line asks for.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace scrm::tools {

enum class Format { Text, Json };

struct ListRequest {
    Format format = Format::Text;
};

/// Scan once, or until it is stopped?
enum class Extent { Once, UntilStopped };

struct ScanRequest {
    Format format = Format::Text;
    Extent extent = Extent::UntilStopped;
};

enum class ProtocolChoice { Any, T0, T1, Raw };
/// Fetch what 61xx and 6Cxx announce, or show them as they are?
enum class FollowUp { No, Yes };

struct ApduRequest {
    Format format = Format::Text;
    /// As reader_choice.hpp has it; may be empty.
    std::string reader;
    ProtocolChoice protocol = ProtocolChoice::Any;
    FollowUp follow_up = FollowUp::No;
    /// One command each, in hex. Empty if they come from `file`.
    std::vector<std::string> commands;
    /// "-" is standard input.
    std::string file;
};

struct AtrRequest {
    Format format = Format::Text;
    std::string hex;
};

/// Show this and be done: help, or the version.
struct ShowRequest {
    std::string text;
};

using Request = std::variant<ListRequest, ScanRequest, ApduRequest, AtrRequest, ShowRequest>;

}  // namespace scrm::tools
