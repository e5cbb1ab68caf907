#include "daemon/readers/sharing.hpp"

namespace scrm::readers {

bool Sharing::admits(ShareMode mode) const {
    if (exclusive_)
        return false;
    return mode != ShareMode::Exclusive || handles_ == 0;
}

void Sharing::enter(ShareMode mode) {
    ++handles_;
    exclusive_ = mode == ShareMode::Exclusive;
}

void Sharing::leave() {
    --handles_;
    exclusive_ = false;  // an exclusive handle was the only one
}

bool Sharing::change(ShareMode mode) {
    if (mode == ShareMode::Exclusive && handles_ > 1)
        return false;
    exclusive_ = mode == ShareMode::Exclusive;
    return true;
}

}  // namespace scrm::readers
