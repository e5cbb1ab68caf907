// The desk the daemon's readers stand on, moved about by a test that must know when everybody has been told:
// each movement returns once a client of the daemon has seen it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/wire_client.hpp"

namespace scrm::integration {

inline constexpr std::string_view reader_name = "Virtual reader 00 00";
inline constexpr std::size_t crowd_size = 40;

class Desk {
  public:
    /// Where the daemon under test listens: SCRM_SOCKET and SCRM_CONTROL in the environment.
    Desk();
    static std::string socket_path();

    // The reader, and the card in it.
    void insert();
    void remove();
    void plug();
    void unplug();
    // So many other readers that they do not fit beside it into the first step of 16 records.
    void plug_crowd();
    void unplug_crowd();

  private:
    using States = std::vector<ipc::ReaderState>;
    void ask(std::string_view command);
    void wait_until(const std::function<bool(const States&)>& seen);

    fakes::WireSocket control_;
    fakes::WireClient watcher_;
};

/// Nothing if no record shows it.
const ipc::ReaderState* find(const std::vector<ipc::ReaderState>& states, std::string_view name);

}  // namespace scrm::integration
