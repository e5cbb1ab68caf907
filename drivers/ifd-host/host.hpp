// A host's life in the order of the protocol: greet, open the reader, serve its slots. It ends by itself.
#pragma once

#include "drivers/ifd-host/exchange_bell.hpp"

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
    std::vector<std::unique_ptr<SlotWorker>> make_workers(Reader& reader, Exchanges exchanges);
    void serve(MutableBytes packet);
    SlotWorker& worker(std::uint32_t slot);

    Connection& daemon_;
    Closing& closing_;
    LookLimits& looks_;
    std::unique_ptr<std::uint8_t[]> buffer_;
};

}  // namespace scrm::ifd_host
