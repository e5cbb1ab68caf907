// A host program that a test writes: a shell script that says what it is given to say, at its socket.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "ipc/host_protocol.hpp"

namespace scrm::hosts::test {

/// The line that sends these bytes as one packet.
inline std::string saying(ipc::Bytes bytes) {
    std::string line = "printf '";
    std::array<char, 5> octal{};
    for (const std::uint8_t byte : bytes) {
        (void)std::snprintf(octal.data(), octal.size(), "\\%03o", byte);
        line += octal.data();
    }
    return line + "' >&3\n";
}

template <class Message>
std::string saying(const Message& message) {
    std::vector<std::uint8_t> packet(ipc::host::encoded_size(message));
    ipc::host::encode(message, packet);
    return saying(ipc::Bytes(packet));
}

inline std::string opened(std::uint32_t slots) {
    ipc::host::Opened message;
    message.slots = slots;
    return saying(ipc::host::HostHello{}) + saying(message);
}

inline std::string present(std::uint32_t slot) {
    ipc::host::Presence message;
    message.slot = slot;
    message.code = 615;
    return saying(message);
}

/// Waits until it has been told so many things more.
inline std::string hearing(int messages) {
    std::string lines;
    for (; messages > 0; --messages)
        lines += "dd bs=70000 count=1 <&3 >/dev/null 2>&1\n";
    return lines;
}

/// Takes all that it is told, and ends in order when it is told no more.
inline const std::string listening = "exec cat <&3 >/dev/null\n";
inline const std::string hanging = "exec sleep 1000\n";

class ScriptHost {
  public:
    explicit ScriptHost(const std::string& lines) {
        std::string folder = (std::filesystem::temp_directory_path() / "scrm-host-XXXXXX").string();
        if (!::mkdtemp(folder.data()))
            std::abort();
        folder_ = folder;
        rewrite(lines);
    }
    ScriptHost(const ScriptHost&) = delete;
    ScriptHost& operator=(const ScriptHost&) = delete;
    ~ScriptHost() { std::filesystem::remove_all(folder_); }

    /// What the next process will say.
    void rewrite(const std::string& lines) {
        std::ofstream(folder_ / "new") << "#!/bin/sh\n" << lines;
        std::filesystem::permissions(folder_ / "new", std::filesystem::perms::owner_all);
        std::filesystem::rename(folder_ / "new", program());
    }
    [[nodiscard]] std::string program() const { return (folder_ / "host").string(); }

  private:
    std::filesystem::path folder_;
};

}  // namespace scrm::hosts::test
