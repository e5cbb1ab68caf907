// The service manager's end of the notification socket.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace scrm::service::test {

class ManagerSocket {
  public:
    /// With an abstract name, which '@' stands for, unless told otherwise.
    explicit ManagerSocket(std::string name = "@scrm-notify-test-" + std::to_string(::getpid()))
        : name_(std::move(name)), descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name_.copy(address.sun_path, name_.size());
        if (name_.front() == '@')
            address.sun_path[0] = '\0';
        REQUIRE(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address),
                       static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size())) == 0);
    }
    ManagerSocket(const ManagerSocket&) = delete;
    ManagerSocket& operator=(const ManagerSocket&) = delete;
    ~ManagerSocket() {
        ::close(descriptor_);
        if (name_.front() == '/')
            ::unlink(name_.c_str());
    }

    [[nodiscard]] const std::string& name() const { return name_; }
    /// The next message that is there; empty if there is none.
    [[nodiscard]] std::string next() const {
        std::array<char, 256> text{};
        const ssize_t size = ::recv(descriptor_, text.data(), text.size(), MSG_DONTWAIT);
        return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
    }

  private:
    std::string name_;
    int descriptor_;
};

}  // namespace scrm::service::test
