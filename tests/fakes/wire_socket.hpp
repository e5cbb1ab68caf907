// A blocking Unix stream socket for tests: no operation outlasts its patience, and how it ended is a value.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "ipc/limits.hpp"

namespace scrm::fakes {

/// What no test goes on after: no connection, or an answer that is not of the protocol.
struct WireError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class Transfer : std::uint8_t { Complete, TimedOut, Closed };

struct Received {
    std::vector<std::uint8_t> bytes;  // what came, all that was asked for if complete
    Transfer end;
};

class WireSocket {
  public:
    using Patience = std::chrono::milliseconds;
    static constexpr Patience default_patience = std::chrono::seconds(10);

    /// Takes over a connected descriptor.
    explicit WireSocket(int descriptor) : descriptor_(descriptor) {}
    /// Connects; throws WireError with the reason.
    explicit WireSocket(const std::string& path);
    WireSocket(WireSocket&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
    WireSocket& operator=(WireSocket&&) = delete;
    WireSocket(const WireSocket&) = delete;
    WireSocket& operator=(const WireSocket&) = delete;
    ~WireSocket() { close(); }

    /// Sends all of it, unless the other end closes or reads nothing for that long.
    Transfer send(ipc::Bytes bytes, Patience patience = default_patience);
    /// The same, and a copy of `descriptor` with the first of them.
    Transfer send_with(int descriptor, ipc::Bytes bytes);
    /// Receives exactly `size` bytes, unless the other end closes or that time is over.
    Received receive(std::size_t size, Patience patience = default_patience);
    void close();

  private:
    int descriptor_;
};

}  // namespace scrm::fakes
