// A real dbus-daemon, which this process takes for the system's while it lives.
#pragma once

#include <sys/types.h>

#include <string>

#include "tests/fakes/temporary_folder.hpp"

namespace scrm::fakes {

class PrivateBus {
  public:
    /// Says where the bus is; nobody is there.
    PrivateBus();
    PrivateBus(const PrivateBus&) = delete;
    PrivateBus& operator=(const PrivateBus&) = delete;
    ~PrivateBus();

    /// Returns when it listens.
    void start();
    /// Everybody is hung up on.
    void stop();

  private:
    TemporaryFolder folder_;
    std::string address_ = "unix:path=" + (folder_ / "bus").string();
    pid_t daemon_ = 0;
};

}  // namespace scrm::fakes
