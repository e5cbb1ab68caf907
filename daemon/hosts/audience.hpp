// Whether anybody is there who might ask how the readers are. Handlers that must be asked whether a card is
// in are asked seldom while nobody is, and at once when the first comes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "drivers/api/doubt.hpp"

namespace scrm::hosts {

class Performer {
  public:
    virtual void audience_changed(const drivers::BeginDoubt& doubt) = 0;

  protected:
    ~Performer() = default;
};

class Audience {
  public:
    [[nodiscard]] bool somebody_is_there() const { return clients_ != 0; }
    void count(std::size_t clients, const drivers::BeginDoubt& doubt) {
        const bool changed = (clients != 0) != (clients_ != 0);
        clients_ = clients;
        if (changed)
            for (Performer* performer : performers_)
                performer->audience_changed(doubt);
    }

    void join(Performer& performer) { performers_.push_back(&performer); }
    void leave(Performer& performer) { std::erase(performers_, &performer); }

  private:
    std::size_t clients_ = 0;
    std::vector<Performer*> performers_;
};

}  // namespace scrm::hosts
