// The text of reader.conf: readers that nobody can discover. Pure.
//
//   # comment
//   FRIENDLYNAME "GemPCTwin serial"
//   DEVICENAME   /dev/ttyS0:GemPCTwin
//   LIBPATH      /usr/lib/pcsc/drivers/serial/libccidtwin.so
//   CHANNELID    1
//
// As pcscd reads it: the order of the keys is free, DEVICENAME and CHANNELID may be left out, several may be
// on one line, and a key that has been given already begins the next reader. Where pcscd would not start, the
// reader with the error is left out; a CHANNELID behind all the others, which pcscd loses, counts.
#pragma once

#include <string_view>
#include <vector>

#include "drivers/api/device_info.hpp"

namespace scrm::hotplug {

/// Lines count from 1.
struct ConfError {
    std::size_t line = 1;
    std::string what;

    bool operator==(const ConfError&) const = default;
};

struct ConfEntry {
    drivers::ConfiguredReader reader;
    std::size_t line = 1;  // where it begins
    std::size_t device_line = 1;
    std::size_t library_line = 1;
};

struct ConfReading {
    std::vector<ConfEntry> entries;
    std::vector<ConfError> errors;  // each has cost one reader
};

ConfReading parse_reader_conf(std::string_view text);

}  // namespace scrm::hotplug
