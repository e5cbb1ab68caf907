// What the service manager is told (sd_notify(3)): one datagram a message, to the socket it names in
// NOTIFY_SOCKET.
#pragma once

#include <string_view>

#include "drivers/api/descriptor.hpp"

namespace scrm::service {

class NotifySocket {
  public:
    /// The manager's, and the variable is gone afterwards, so that no child process speaks for us. Without a
    /// manager, or if its socket cannot be reached, nobody is told anything.
    static NotifySocket from_environment();
    /// `address` is a path, or an abstract name with '@' in front.
    explicit NotifySocket(std::string_view address);

    [[nodiscard]] bool connected() const { return descriptor_.is_open(); }
    /// "READY=1", say; several lines are one message. Never waits: what the manager has no room for is lost.
    void tell(std::string_view message) const;

  private:
    drivers::Descriptor descriptor_;
};

}  // namespace scrm::service
