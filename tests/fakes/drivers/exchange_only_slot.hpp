// A slot that can exchange; the verbs that make no difference to the trial answer NotSupported.
#pragma once

#include "drivers/api/slot.hpp"

namespace scrm::fakes {

class ExchangeOnlySlot : public drivers::Slot {
  public:
    template <class T>
    using Verb = drivers::Awaitable<drivers::Result<T>>;

    Verb<drivers::Presence> presence_after(std::uint64_t) override { co_return not_supported; }
    Verb<drivers::AtrBytes> power_on(drivers::Deadline) override { co_return not_supported; }
    Verb<drivers::AtrBytes> reset(drivers::Deadline) override { co_return not_supported; }
    Verb<void> power_off(drivers::Deadline) override { co_return not_supported; }
    Verb<void> select_protocol(drivers::Protocol, drivers::Deadline) override { co_return not_supported; }
    Verb<std::size_t> control(std::uint32_t, drivers::Bytes, drivers::MutableBytes,
                              drivers::Deadline) override {
        co_return not_supported;
    }
    Verb<std::size_t> get_attribute(std::uint32_t, drivers::MutableBytes, drivers::Deadline) override {
        co_return not_supported;
    }
    Verb<void> set_attribute(std::uint32_t, drivers::Bytes, drivers::Deadline) override {
        co_return not_supported;
    }
    Verb<void> eject(drivers::Deadline) override { co_return not_supported; }
    void cancel() override {}

  private:
    static constexpr auto not_supported = drivers::DriverError::NotSupported;
};

}  // namespace scrm::fakes
