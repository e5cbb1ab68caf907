// What the service manager is told (sd_notify(3)): one datagram a message, to the socket it names in
// NOTIFY_SOCKET.
#pragma once

#include <string_view>

namespace scrm::service {

class NotifySocket {
  public:
    /// The manager's, and the variable is gone afterwards, so that no child process speaks for us. Without a
    /// manager, or if its socket cannot be reached, nobody is told anything.
    static NotifySocket from_environment();
    /// `address` is a path, or an abstract name with '@' in front.
    explicit NotifySocket(std::string_view address);
    NotifySocket(NotifySocket&& other) noexcept;
    NotifySocket& operator=(NotifySocket&&) = delete;
    ~NotifySocket();

    [[nodiscard]] bool connected() const { return descriptor_ >= 0; }
    /// "READY=1", say; several lines are one message. Never waits: what the manager has no room for is lost.
    void tell(std::string_view message) const;

  private:
    int descriptor_ = -1;
};

}  // namespace scrm::service
