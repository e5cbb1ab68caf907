#include "drivers/ifd-host/slots/reader.hpp"

#include <algorithm>

namespace scrm::ifd_host {

using ipc::host::CloseReason;
using ipc::host::Open;
using ipc::host::OpenResult;
namespace tag = ifd_abi::tag;
namespace trait = ipc::host::trait;

std::variant<std::unique_ptr<Reader>, OpenFailure> Reader::open(const Open& order) {
    const auto loaded = load_library(std::string(order.library));
    if (const auto* failure = std::get_if<OpenFailure>(&loaded))
        return *failure;
    std::unique_ptr<Reader> reader(new Reader(std::get<ifd_abi::Functions>(loaded)));
    if (auto failure = reader->open_slots(order)) {
        reader->close(CloseReason::Released);
        return *std::move(failure);
    }
    return reader;
}

bool Reader::slots_are_independent() const {
    return (traits_ & trait::slot_thread_safe) != 0 && slots_.size() > 1;
}

std::optional<OpenFailure> Reader::open_slots(const Open& order) {
    auto failure = open_slot(order, 0);
    if (failure)
        return failure;
    const Dword count = std::max<Dword>(slots_[0].slot->byte_of(tag::slots_number).value_or(1), 1);
    ask_traits();
    for (Dword number = 1; number < count && !failure; ++number)
        failure = open_slot(order, number);
    return failure;
}

void Reader::ask_traits() {
    Slot& first = *slots_[0].slot;
    const auto says = [&](Dword which, std::uint32_t bit) { traits_ |= first.byte_of(which) == 1 ? bit : 0; };
    says(tag::slot_thread_safe, trait::slot_thread_safe);
    says(tag::thread_safe, trait::thread_safe);
    if (slots_[0].waiting.wait != nullptr)
        traits_ |= trait::waits;
    if (functions_.create_channel_by_name == nullptr)
        traits_ |= trait::by_channel;
}

std::timed_mutex& Reader::lock_for(Dword number) {
    if (number == 0 || (traits_ & trait::slot_thread_safe) != 0)
        locks_.push_back(std::make_unique<std::timed_mutex>());
    return *locks_.back();
}

std::optional<OpenFailure> Reader::open_slot(const Open& order, Dword number) {
    auto slot = std::make_unique<Slot>(functions_, order.lun + number, lock_for(number));
    const std::string name(order.device_name);
    const char* const by = functions_.create_channel == nullptr ||
                                   (functions_.create_channel_by_name != nullptr && !name.empty())
                               ? "IFDHCreateChannelByName"
                               : "IFDHCreateChannel";
    if (const ResponseCode code = slot->open(name, order.channel); code != ifd_abi::success)
        return OpenFailure{OpenResult::Refused, code, by};
    const Waiting waiting = slot->ask_waiting();
    const ResponseCode presence = slot->presence();
    slots_.push_back({std::move(slot), waiting, presence});
    if (presence != ifd_abi::icc_present && presence != ifd_abi::icc_not_present)
        return OpenFailure{OpenResult::Refused, presence, "IFDHICCPresence"};
    return std::nullopt;
}

void Reader::close(CloseReason reason) {
    if (reason == CloseReason::Unplugged)
        slots_.front().slot->tell_removal();
    for (OpenSlot& open : slots_)
        open.slot->close();
}

}  // namespace scrm::ifd_host
