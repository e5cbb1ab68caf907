// Memory that one host shares, for the exchanges of its slots, and the pipes that say in which slot's part
// there is something new (ipc/exchange_area.hpp).
//
// Pipes, as each of their ends has flags of its own: of an eventfd the host could make the daemon's calls
// block.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <memory>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/descriptor.hpp"
#include "ipc/exchange_area.hpp"

namespace scrm::hosts {

class SharedExchange {
  public:
    using Pipe = boost::asio::posix::basic_stream_descriptor<drivers::Executor>;

    /// nullptr where there is no such memory, or nothing left to make it of.
    static std::unique_ptr<SharedExchange> make(const drivers::Executor& executor);
    SharedExchange(const SharedExchange&) = delete;
    SharedExchange& operator=(const SharedExchange&) = delete;
    ~SharedExchange();

    /// The host's: the memory, where it hears of commands, and where it tells of answers. Until it has them.
    [[nodiscard]] const std::array<drivers::Descriptor, 3>& descriptors() const { return hosts_; }
    void host_has_them();

    /// The command lies there, and the host is told. False: it has not taken what was told before.
    [[nodiscard]] bool put(const ipc::host::Transmit& command);
    /// The slots that the host says it has answered in can be read here, a byte each, without waiting.
    [[nodiscard]] Pipe& answered() { return answered_; }
    [[nodiscard]] std::variant<ipc::host::Answer, ipc::host::Violation> answer_of(std::uint8_t slot) const;

  private:
    explicit SharedExchange(const drivers::Executor& executor) : answered_(executor) {}
    bool make_memory();
    bool make_pipes();

    ipc::host::ExchangeArea* areas_ = nullptr;  // one for each slot that there can be
    drivers::Descriptor tell_;
    Pipe answered_;
    std::array<drivers::Descriptor, 3> hosts_;
};

}  // namespace scrm::hosts
