// Who owns which number: contexts and card handles, unique in the daemon, random, 31 bits, never 0.
#pragma once

#include <unordered_map>

#include "daemon/readers/card_handle.hpp"
#include "daemon/readers/slot.hpp"
#include "daemon/sessions/context.hpp"

namespace scrm::sessions {

class HandleTable {
  public:
    /// A new context, with a number by which other connections may refer to it.
    std::shared_ptr<Context> add_context(UserQuota::Ticket share);
    void remove_context(std::uint32_t id);
    /// Nothing if there is no such context.
    [[nodiscard]] std::shared_ptr<Context> find_context(std::uint32_t id) const;

    readers::HandlePtr add_card(readers::Owner owner, std::shared_ptr<readers::Slot> slot,
                                UserQuota::Ticket share);
    void remove_card(std::uint32_t id);
    /// Nothing if there is no such handle or it is somebody else's.
    [[nodiscard]] readers::HandlePtr find_card(std::uint32_t id, readers::Owner owner) const;

    [[nodiscard]] std::size_t context_count() const { return contexts_.size(); }
    [[nodiscard]] std::size_t card_count() const { return cards_.size(); }

  private:
    struct Card {
        readers::HandlePtr handle;
        UserQuota::Ticket share;
    };
    [[nodiscard]] std::uint32_t free_number() const;

    std::unordered_map<std::uint32_t, std::shared_ptr<Context>> contexts_;
    std::unordered_map<std::uint32_t, Card> cards_;
};

}  // namespace scrm::sessions
