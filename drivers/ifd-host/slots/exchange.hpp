// The exchanges of one slot by memory that the daemon shares: a command is carried out where it lies, and its
// answer is written where the daemon looks for it.
#pragma once

#include <memory>
#include <optional>

#include "drivers/ifd-host/slots/slot.hpp"
#include "ipc/exchange_area.hpp"

namespace scrm::ifd_host {

class Exchange {
  public:
    /// Of slot `number`, in `memory`; a byte into `answered` tells the daemon of an answer. nullptr if
    /// there is no memory for that slot.
    static std::unique_ptr<Exchange> map(int memory, int answered, std::uint32_t number);
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    ~Exchange();

    /// What the handler returned for the command that lies there; the daemon has been told. Nothing if there
    /// is no command that a daemon could have meant.
    std::optional<ResponseCode> carry_out(Slot& slot);

  private:
    Exchange(ipc::host::ExchangeArea& area, int answered, std::uint32_t number);
    void wipe_command(std::size_t size);

    ipc::host::ExchangeArea& area_;
    int answered_;
    std::uint32_t number_;
    TransferBuffer answer_;
};

}  // namespace scrm::ifd_host
