// The watch that stands on a connection, if one does (docs/adr/0016): what it was asked for, and whether its
// last word has been heard.
//
// From its request on until then nothing but its words comes from the daemon, and none of them is an answer:
// who has sent another request hears it out before reading what that is answered.
#pragma once

#include <optional>

#include "ipc/codec.hpp"
#include "libpcsc-client/connection/stream.hpp"
#include "libpcsc-client/process/memory.hpp"

namespace scrm::client {

class StandingWatch {
  public:
    /// A word, or the answer to a watch that does not stand.
    using Word = std::array<std::uint8_t, ipc::body_size<ipc::ReaderList>()>;

    explicit operator bool() const { return scope_.has_value(); }
    /// Whether it stands, for just that.
    [[nodiscard]] bool is_for(const ipc::WatchReaders& watch) const;
    /// As they were counted when it began.
    [[nodiscard]] std::uint32_t cancels() const { return cancels_; }

    /// Before `watch` is asked for, which ends the one there is. False: there is no memory.
    [[nodiscard]] bool prepare(const ipc::WatchReaders& watch);
    /// `scope` has been asked for, of what it was prepared for.
    void begin(ipc::WatchScope scope) { scope_ = scope; }
    /// The daemon's word; says whether it was the last.
    void heard(const ipc::ReaderList& word);
    /// Another request has been sent: reads all words up to the last. False: the daemon is gone.
    [[nodiscard]] bool hear_out(Stream& stream);
    /// Its daemon is another one's.
    void forget() { scope_.reset(); }

  private:
    std::optional<ipc::WatchScope> scope_;  // none: none stands, and the rest says nothing
    Block places_;                          // that it names
    std::uint32_t cancels_ = 0;
};

}  // namespace scrm::client
