// A PIN with a retry counter: what VERIFY and CHANGE REFERENCE DATA work on.
#pragma once

#include <vector>

#include "drivers/virtual/bytes.hpp"
#include "drivers/virtual/status_word.hpp"

namespace scrm::virtual_reader {

class CardPin {
  public:
    static constexpr std::size_t min_size = 4;
    static constexpr std::size_t max_size = 8;
    static constexpr unsigned max_tries = 3;

    /// `value`: min_size to max_size bytes.
    explicit CardPin(Bytes value) : value_(value.begin(), value.end()) {}

    /// Success if verified since the last reset, else 63Cx or PinBlocked. Costs no try.
    [[nodiscard]] StatusWord status() const;
    /// Success, 63Cx (a try is gone) or PinBlocked; WrongLength costs no try.
    StatusWord verify(Bytes attempt);
    /// The present PIN with the new one right behind it; answers as verify(), or WrongData for a bad new PIN.
    StatusWord change(Bytes present_then_new);

    [[nodiscard]] bool verified() const { return verified_; }
    /// The card lost power; tries that are gone stay gone.
    void forget() { verified_ = false; }

  private:
    std::vector<std::uint8_t> value_;
    unsigned tries_ = max_tries;
    bool verified_ = false;
};

}  // namespace scrm::virtual_reader
