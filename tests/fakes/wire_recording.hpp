// The recorded conversations of tests/golden/wire; its README describes the format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/protocol_version.hpp"

namespace scrm::fakes {

enum class Sender : std::uint8_t { Client, Server };

struct RecordedMessage {
    int connection;  // 1, 2: the first one is the context, the second one cancels it
    Sender sender;
    std::string command;  // CONNECT ...: the request, or what is answered; EVENT
    std::vector<std::uint8_t> bytes;
};

struct WireRecording {
    std::string name;
    ipc::Dialect dialect;  // what is spoken after VERSION
    std::vector<RecordedMessage> messages;

    /// The message of connection 1 that is number `index` of its kind; throws if there is none.
    [[nodiscard]] const RecordedMessage& find(Sender sender, std::string_view command,
                                              std::size_t index = 0) const;
};

/// All of them. Throws std::runtime_error if a file is missing or is not in the format.
const std::vector<WireRecording>& wire_recordings();

/// The one of that name.
const WireRecording& wire_recording(std::string_view name);

}  // namespace scrm::fakes
