// An ISO 7816-4 card made of software: commands in, answers out, no input or output of its own.
//
// Over T=1 a command is answered whole. Over T=0 the card plays by that protocol's rules: an answer to a
// command that brought data waits for GET RESPONSE (61xx), and an Le that is not exactly right is corrected
// (6Cxx). README.md lists the commands and files.
#pragma once

#include <chrono>
#include <random>

#include "drivers/virtual/card_pin.hpp"
#include "drivers/virtual/card_spec.hpp"
#include "drivers/virtual/file_commands.hpp"

namespace scrm::virtual_reader {

struct CardReply {
    /// Status word included. More than the caller's space if the answer did not fit: then it is lost.
    std::size_t size = 0;
    /// How long the card wants to have taken.
    std::chrono::milliseconds delay{0};
};

class EmulatedCard {
  public:
    explicit EmulatedCard(const CardSpec& spec);
    EmulatedCard(const EmulatedCard&) = delete;
    EmulatedCard& operator=(const EmulatedCard&) = delete;

    [[nodiscard]] const CardAtr& atr() const { return atr_; }

    /// Power or the reset line: selection, PIN state and a waiting answer go; files and tries stay.
    void reset();

    /// `command` of any length and content; `response` may overlap it.
    CardReply exchange(Transport transport, Bytes command, MutableBytes response);

  private:
    StatusWord run_t0(Bytes command, ResponseWriter& answer);
    StatusWord run_t1(Bytes command, ResponseWriter& answer);
    StatusWord run(const CommandApdu& command, ResponseWriter& answer);
    StatusWord run_interindustry(const CommandApdu& command, ResponseWriter& answer);
    StatusWord run_proprietary(const CommandApdu& command, ResponseWriter& answer);

    StatusWord keep_for_get_response(const CommandApdu& command);
    StatusWord get_response(const CommandApdu& command, ResponseWriter& answer);
    StatusWord verify(const CommandApdu& command);
    StatusWord change_reference_data(const CommandApdu& command);
    StatusWord get_challenge(const CommandApdu& command, ResponseWriter& answer);
    StatusWord take_time(const CommandApdu& command, ResponseWriter& answer);
    [[nodiscard]] PinState pin_state() const;

    CardAtr atr_;
    CardFileSystem files_;
    CardPin pin_;
    std::minstd_rand random_;
    std::chrono::milliseconds delay_{0};  // what the command under way asked for
    std::array<std::uint8_t, 256> waiting_{};
    Bytes waiting_answer_;  // the part of waiting_ that GET RESPONSE has not fetched
};

}  // namespace scrm::virtual_reader
