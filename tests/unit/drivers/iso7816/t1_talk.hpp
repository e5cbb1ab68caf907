// A test plays the card: blocks as hex without their LRC.
#pragma once

#include <string>
#include <string_view>

#include "drivers/iso7816/t1_machine.hpp"
#include "tests/unit/drivers/iso7816/hex.hpp"

namespace scrm::iso7816 {

class T1Talk {
  public:
    explicit T1Talk(const T1Settings& settings = {}) : machine_(settings) {}

    T1Machine& machine() { return machine_; }

    std::string transmit(std::string_view command) { return text(machine_.transmit(bytes_of(command))); }
    std::string transmit(const Buffer& command) { return text(machine_.transmit(command)); }
    std::string offer(std::uint8_t ifsd) { return text(machine_.offer_ifsd(ifsd)); }
    /// The card says this block.
    std::string got(std::string_view block) {
        Buffer bytes = bytes_of(block);
        std::uint8_t sum = 0;
        for (const std::uint8_t byte : bytes)
            sum ^= byte;
        bytes.push_back(sum);
        return raw(bytes);
    }
    std::string raw(const Buffer& bytes) { return text(machine_.received(bytes)); }
    std::string missing() { return text(machine_.missing()); }
    std::string damaged() { return text(machine_.damaged()); }
    std::string cancel() { return text(machine_.cancel()); }

    /// "00 00 01 AA" (a block to send, without its LRC), "00 E3 01 02 x2" (BWT times 2), "done 90 00",
    /// "failed: ..."
    static std::string text(const T1Action& action) {
        if (const auto* send = std::get_if<T1Send>(&action)) {
            const std::string times =
                send->bwt_multiplier == 1 ? "" : " x" + std::to_string(send->bwt_multiplier);
            return hex_of(send->block.first(send->block.size() - 1)) + times;
        }
        if (const auto* done = std::get_if<T1Done>(&action))
            return done->response.empty() ? "done" : "done " + hex_of(done->response);
        return std::string("failed: ") + describe(std::get<T1Failed>(action).reason);
    }

  private:
    T1Machine machine_;
};

inline std::string failed(T1Failure failure) {
    return std::string("failed: ") + describe(failure);
}

}  // namespace scrm::iso7816
