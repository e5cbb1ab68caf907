// A PC/SC context and what can be asked of it.
#pragma once

#include <winscard.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tools/scrmctl/failure.hpp"

namespace scrm::tools {

/// A reader as it is at one moment.
struct ReaderState {
    std::string name;
    /// dwEventState.
    DWORD state = SCARD_STATE_UNAWARE;
    /// Empty without a card, or with a mute one.
    std::vector<std::uint8_t> atr;
};

class Context {
  public:
    [[nodiscard]] static Outcome<Context> establish();

    Context(Context&& other) noexcept : handle_(other.handle_), established_(other.established_) {
        other.established_ = false;
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    Context& operator=(Context&&) = delete;
    ~Context();

    [[nodiscard]] SCARDCONTEXT handle() const { return handle_; }
    /// In the order of the daemon; none is no failure.
    [[nodiscard]] Outcome<std::vector<std::string>> reader_names() const;
    /// All readers as they are now.
    [[nodiscard]] Outcome<std::vector<ReaderState>> readers() const;

  private:
    explicit Context(SCARDCONTEXT handle) : handle_(handle) {}

    SCARDCONTEXT handle_;
    bool established_ = true;
};

/// A record that asks about the reader; `name` must outlive it.
[[nodiscard]] SCARD_READERSTATE query(const std::string& name, DWORD known_state);

/// The answer in the record.
[[nodiscard]] ReaderState answer_in(const SCARD_READERSTATE& record);

}  // namespace scrm::tools
