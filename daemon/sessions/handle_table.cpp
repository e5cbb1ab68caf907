#include "daemon/sessions/handle_table.hpp"

#include <unistd.h>

#include <stdexcept>

namespace scrm::sessions {

namespace {

// The kernel is asked each time: a generator would have to be started, and to be kept secret.
std::uint32_t random_number() {
    std::uint32_t number = 0;
    if (::getentropy(&number, sizeof number) != 0)
        throw std::runtime_error("the kernel has no random numbers to give");
    return number;
}

}  // namespace

std::uint32_t HandleTable::free_number() const {
    for (;;) {
        const std::uint32_t number = random_number() & 0x7FFFFFFF;
        if (number != 0 && !contexts_.contains(number) && !cards_.contains(number))
            return number;
    }
}

std::shared_ptr<Context> HandleTable::add_context(UserQuota::Ticket share) {
    auto context = std::make_shared<Context>(free_number(), std::move(share));
    contexts_[context->number] = context;
    return context;
}

void HandleTable::remove_context(std::uint32_t id) {
    contexts_.erase(id);
}

std::shared_ptr<Context> HandleTable::find_context(std::uint32_t id) const {
    const auto found = contexts_.find(id);
    return found == contexts_.end() ? nullptr : found->second;
}

readers::HandlePtr HandleTable::add_card(readers::Owner owner, std::shared_ptr<readers::Slot> slot,
                                         UserQuota::Ticket share) {
    auto handle = std::make_shared<readers::CardHandle>();
    handle->id = free_number();
    handle->owner = owner;
    handle->slot = std::move(slot);
    cards_.emplace(handle->id, Card{handle, std::move(share)});
    return handle;
}

void HandleTable::remove_card(std::uint32_t id) {
    cards_.erase(id);
}

readers::HandlePtr HandleTable::find_card(std::uint32_t id, readers::Owner owner) const {
    const auto found = cards_.find(id);
    if (found == cards_.end() || found->second.handle->owner != owner)
        return nullptr;
    return found->second.handle;
}

}  // namespace scrm::sessions
