// A host's life in the order of the protocol: greet, open the reader, serve its slots. It ends by itself.
#pragma once

#include "drivers/ifd-host/closing.hpp"

namespace scrm::ifd_host {

class Host {
  public:
    Host(Connection& daemon, Closing& closing, LookLimits& looks);

    [[noreturn]] void run();

  private:
    template <class Message>
    Message expect(const char* what);
    MutableBytes next_packet();
    ipc::host::FromDaemon decode(Bytes packet);
    void open(const ipc::host::Open& order);
    void serve(MutableBytes packet);
    SlotWorker& worker(std::uint32_t slot);
    [[noreturn]] void refuse(const std::string& why);

    Connection& daemon_;
    Closing& closing_;
    LookLimits& looks_;
    std::unique_ptr<std::uint8_t[]> buffer_;
};

}  // namespace scrm::ifd_host
