#include "drivers/virtual/card_pin.hpp"

#include <algorithm>

namespace scrm::virtual_reader {
namespace {

bool is_pin_size(std::size_t size) {
    return size >= CardPin::min_size && size <= CardPin::max_size;
}

}  // namespace

StatusWord CardPin::status() const {
    if (verified_)
        return StatusWord::Success;
    return tries_ == 0 ? StatusWord::PinBlocked : tries_left(tries_);
}

StatusWord CardPin::verify(Bytes attempt) {
    if (!is_pin_size(attempt.size()))
        return StatusWord::WrongLength;
    if (tries_ == 0)
        return StatusWord::PinBlocked;
    verified_ = std::equal(attempt.begin(), attempt.end(), value_.begin(), value_.end());
    tries_ = verified_ ? max_tries : tries_ - 1;
    return verified_ ? StatusWord::Success : tries_left(tries_);
}

StatusWord CardPin::change(Bytes present_then_new) {
    const std::size_t present_size = value_.size();
    if (present_then_new.size() <= present_size)
        return StatusWord::WrongLength;
    const Bytes fresh = present_then_new.subspan(present_size);
    if (!is_pin_size(fresh.size()))
        return StatusWord::WrongData;
    const StatusWord verdict = verify(present_then_new.first(present_size));
    if (verdict == StatusWord::Success)
        value_.assign(fresh.begin(), fresh.end());
    return verdict;
}

}  // namespace scrm::virtual_reader
