// A card in the daemon's own process: it answers every command with the command, without suspending.
#pragma once

#include <algorithm>

#include "tests/fakes/drivers/exchange_only_slot.hpp"

namespace scrm::fakes {

class EchoSlot final : public ExchangeOnlySlot {
  public:
    Verb<std::size_t> exchange(drivers::Protocol, drivers::Bytes command, drivers::MutableBytes response,
                               drivers::Deadline) override {
        if (command.size() > response.size())
            co_return drivers::DriverError::ResponseTooLong;
        std::copy(command.begin(), command.end(), response.begin());
        co_return command.size();
    }
};

}  // namespace scrm::fakes
