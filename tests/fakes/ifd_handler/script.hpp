// What the scripted IFD handler does, as its script says (README.md). Pure: text in, values out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::fakes::ifd {

inline constexpr std::size_t max_slots = 8;

/// A function of the handler, as scripts call it.
enum class Function : std::uint8_t {
    Open,
    Close,
    Get,
    Set,
    Protocol,
    Power,
    Transmit,
    Control,
    Presence,
    Wait,
    Stop,
    Load  // the library's constructor
};
inline constexpr std::array<std::string_view, 12> function_names = {
    "open",     "close",   "get",      "set",  "protocol", "power",
    "transmit", "control", "presence", "wait", "stop",     "load"};

/// One "on ..." line.
struct Deed {
    Function function{};
    int slot = -1;  // -1: any
    bool once = false;
    std::string what;      // "hang", "answer", ...
    std::string argument;  // the rest of the line
    int line = 0;
};

enum class Waits : std::uint8_t { No, Stoppable, Killable };

struct Tag {
    std::uint32_t tag = 0;
    std::vector<std::uint8_t> value;
};

struct Script {
    unsigned slots = 1;
    std::array<bool, max_slots> card{};
    std::vector<std::uint8_t> atr = {0x3B, 0x80, 0x80, 0x01, 0x01};
    Waits waits = Waits::No;
    bool fixed = false;  // never read again
    std::string trace;   // file to which each call appends a line
    std::vector<Tag> tags;
    std::vector<Deed> deeds;
};

/// `complaint` names the first line that was not understood; empty if all were.
Script parse(std::string_view text, std::string& complaint);

}  // namespace scrm::fakes::ifd
