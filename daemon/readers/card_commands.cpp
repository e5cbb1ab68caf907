// The verbs of Card that carry a client's bytes to the reader and back.
#include <algorithm>

#include "daemon/readers/card.hpp"
#include "daemon/readers/time_budgets.hpp"
#include "ipc/limits.hpp"

namespace scrm::readers {

Outcome<std::size_t> Card::exchange(drivers::Protocol protocol, drivers::Bytes command,
                                    drivers::Deadline deadline) {
    return driver_.exchange(protocol, command, answer_room(), deadline);
}

drivers::Result<drivers::Bytes> Card::answer_to(Sent sent, const drivers::Result<std::size_t>& size) {
    if (!size)
        note_power_loss(size.error(), sent.moves);
    return answer_in(answer_room(), size);
}

Outcome<drivers::Bytes> Card::control(GatePass, std::uint32_t code, drivers::Bytes input, Trust trust) {
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    const drivers::MutableBytes room = answer_room();
    const drivers::Deadline deadline = deadline_in(driver_.budgets().control);
    auto asked = trust == Trust::MayEscape ? driver_.escape(code, input, room, deadline)
                                           : driver_.control(code, input, room, deadline);
    const auto size = co_await std::move(asked);
    co_return answer_in(room, size);
}

Outcome<drivers::Bytes> Card::get_attribute(GatePass, std::uint32_t id) {
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    const drivers::MutableBytes room = answer_room();
    const auto size = co_await driver_.get_attribute(id, room, deadline_in(driver_.budgets().control));
    co_return answer_in(room, size);
}

Outcome<void> Card::set_attribute(GatePass, std::uint32_t id, drivers::Bytes value) {
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    const auto set = co_await driver_.set_attribute(id, value, deadline_in(driver_.budgets().control));
    if (!set)
        co_return why(set.error());
    co_return set;
}

// Its pages become resident only as far as answers reach into them.
drivers::MutableBytes Card::answer_room() {
    if (!answer_)
        answer_ = std::make_unique_for_overwrite<std::uint8_t[]>(ipc::max_payload_size);
    return {answer_.get(), ipc::max_payload_size};
}

// A driver that claims more than the room it was given is not believed.
drivers::Result<drivers::Bytes> Card::answer_in(drivers::MutableBytes room,
                                                const drivers::Result<std::size_t>& size) const {
    if (!size)
        return why(size.error());
    return drivers::Bytes(room.first(std::min(*size, room.size())));
}

}  // namespace scrm::readers
