// T=1 from the reader's side (ISO 7816-3, 11.6): commands and answers of any length cut into blocks, every
// block acknowledged, what is lost or damaged asked for again. What to do when is a table in t1_rules.hpp.
//
//   transmit(command) -> Send -> received(block) | damaged() | missing() -> Send -> ... -> Done or Failed
//
// It cannot run for ever: three failures in a row lead to S(RESYNCH), three of those to the end; every block
// counts against a limit, and every extension of time against another.
//
// A command is never carried out twice. If the card may have the whole of it and its answer cannot be had, a
// RESYNCH puts the line in order and the exchange fails with AnswerLost: repeating it could cost a PIN try,
// and is for the program to decide.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "drivers/iso7816/atr_parameters.hpp"
#include "drivers/iso7816/bytes.hpp"
#include "drivers/iso7816/t1_block.hpp"
#include "drivers/iso7816/t1_chain.hpp"
#include "drivers/iso7816/t1_failure.hpp"
#include "drivers/iso7816/t1_rules.hpp"

namespace scrm::iso7816 {

struct T1Settings {
    ErrorDetection error_detection = ErrorDetection::Lrc;
    /// From the ATR: the longest information field the card takes at first.
    std::uint8_t ifsc = 32;
    /// Sent in every block; the card answers with its halves exchanged.
    std::uint8_t nad = 0;
    /// One BWT, to count what extensions grant (waiting_times.hpp).
    std::chrono::microseconds block_waiting_time{1'500'000};
    /// How much time in all the card may be granted during one exchange.
    std::chrono::milliseconds max_extension{600'000};
    /// How many blocks one exchange may send. Enough for 65 538 bytes in blocks of 8.
    std::size_t max_blocks = 16'384;
};

/// Send this block and wait for one. The card may be silent for BWT times `bwt_multiplier` (1 to 255; CCID's
/// bBWI, where 1 is as good as 0).
struct T1Send {
    /// Within the machine, valid until its next call.
    Bytes block;
    std::uint8_t bwt_multiplier = 1;
};
/// The answer, data and status word; within the machine, valid until its next call. Empty for offer_ifsd().
struct T1Done {
    Bytes response;
};
struct T1Failed {
    T1Failure reason = T1Failure::CardMute;
};

using T1Action = std::variant<T1Send, T1Done, T1Failed>;

/// NAD, PCB and LEN: CCID's bTeoPrologue.
using T1Prologue = std::array<std::uint8_t, t1_prologue_size>;

class T1Machine {
  public:
    explicit T1Machine(const T1Settings& settings) { reset(settings); }

    /// The card was reset: everything is as at the beginning, with these settings.
    void reset(const T1Settings& settings);

    /// Tells the card how long its blocks may be (1 to 254; what is over counts as 254, and 0 as 1). Done
    /// with an empty response; IfsRefused leaves the machine usable, and ifsd() as it was. Due before the
    /// first command, and again when ifsd() has fallen back to 32 because of a RESYNCH.
    [[nodiscard]] T1Action offer_ifsd(std::uint8_t ifsd);

    /// The bytes are copied. Up to 65 544; none at all is an empty block, which is legal.
    [[nodiscard]] T1Action transmit(Bytes command);

    /// What came in answer to a Send, from NAD to EDC, whatever it is.
    [[nodiscard]] T1Action received(Bytes bytes);
    /// Something came, but the reader says that its characters were damaged (parity, overrun).
    [[nodiscard]] T1Action damaged();
    /// The block waiting time went by in silence.
    [[nodiscard]] T1Action missing();

    /// Gives the exchange under way up and puts the line in order; ends as Cancelled, or as a failure that
    /// needs a reset. For when the reader's abort of a transfer has left the card in the middle of nowhere.
    [[nodiscard]] T1Action cancel();

    /// Secure PIN entry: the reader sends the command, which we do not know, in a block of its own. Returns
    /// the prologue for a template of so many bytes, and counts the block as sent: what the reader brings
    /// goes to received(), damaged() or missing() as ever. It cannot be sent again: AnswerLost instead.
    [[nodiscard]] std::variant<T1Prologue, T1Failed> begin_secure_entry(std::size_t template_size);
    /// The reader sent nothing: the user cancelled, or took too long. The numbers are back where they were.
    /// Nothing happens once the card has answered.
    void withdraw_secure_entry();

    /// Nothing is under way, and no reset is needed.
    [[nodiscard]] bool idle() const { return state_ == State::Idle; }
    /// In force now: what the card takes, and what it was told that we take (32 until offer_ifsd).
    [[nodiscard]] std::uint8_t ifsc() const { return ifsc_; }
    [[nodiscard]] std::uint8_t ifsd() const { return ifsd_; }

  private:
    enum class State : std::uint8_t {
        Idle,         // the next command may go
        Exchange,     // we wait for a block
        SecureEntry,  // the same, and what was sent last is known to the reader alone
        Cancelling,   // we wait for the line to be in order, and then for nothing more
        Dead          // the card must be reset
    };

    [[nodiscard]] std::optional<T1Failure> begin(State state, T1Wait wait);
    [[nodiscard]] std::optional<T1Failure> unasked() const;
    T1Action obey(T1Reaction reaction, const T1Block& block);
    T1Action finish(Bytes information);
    T1Action collect(Bytes information);
    T1Action send_again();
    T1Action grant_time(std::uint8_t multiplier);
    T1Action take_ifs(std::uint8_t ifsc);
    T1Action agree_to_abort();
    T1Action end_aborted(const T1Block& block);
    T1Action agree_on_ifsd();
    T1Action start_again();
    T1Action complain(T1Complaint complaint);
    T1Action exhausted();
    T1Action resynchronise();

    void take(Bytes information);
    T1Action send_next();
    T1Action send_part();
    T1Action send_receipt(T1Complaint complaint);
    T1Action send(const T1Control& control, Bytes information, std::uint8_t bwt_multiplier = 1);
    T1Action send_same(std::uint8_t bwt_multiplier = 1);
    T1Action fail(T1Failure failure);
    void end(State state);

    T1Settings settings_;
    State state_ = State::Idle;
    T1Wait wait_ = T1Wait::Answer;
    T1Numbers numbers_;
    std::uint8_t ifsc_ = 0;
    std::uint8_t ifsd_ = 0;
    bool heard_ = false;  // a good block came since the reset

    T1OutgoingChain command_;
    bool complete_ = false;  // the card may have all of the command
    T1IncomingChain answer_;
    Buffer block_;               // sent last
    bool sent_receipt_ = false;  // that was an R-block

    /// By one exchange, of what has limits.
    struct Spent {
        unsigned failures = 0;  // in a row
        unsigned resynchs = 0;
        std::size_t blocks = 0;
        std::chrono::microseconds extension{0};
    } spent_;
};

}  // namespace scrm::iso7816
