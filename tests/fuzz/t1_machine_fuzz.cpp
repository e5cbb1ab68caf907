// Whatever a card says, every exchange of T=1 ends within its limits, every block that we send is one, and it
// is no longer than the card takes. The input: settings in two bytes, then events: one byte of kind, and for
// blocks one of length and the bytes (whose EDC may be put right, or else nothing would get beyond it).
#include <algorithm>
#include <cstdlib>

#include "drivers/iso7816/apdu.hpp"
#include "drivers/iso7816/edc.hpp"
#include "drivers/iso7816/t1_machine.hpp"

namespace {

using namespace scrm::iso7816;

void require(bool holds) {
    if (!holds)
        std::abort();
}

class Input {
  public:
    explicit Input(Bytes bytes) : rest_(bytes) {}
    [[nodiscard]] bool empty() const { return rest_.empty(); }
    std::uint8_t byte() {
        const Bytes one = take(1);
        return one.empty() ? 0 : one[0];
    }
    Bytes take(std::size_t count) {
        const Bytes taken = rest_.first(std::min(count, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }

  private:
    Bytes rest_;
};

class Play {
  public:
    Play(const T1Settings& settings, Input input) : settings_(settings), input_(input), machine_(settings) {}

    void run() {
        while (!input_.empty())
            step();
    }

  private:
    void step() {
        const std::uint8_t kind = input_.byte();
        switch (kind % 10) {
            case 0:
                return check(machine_.transmit(input_.take(std::size_t{4} * input_.byte())));
            case 1:
                return check(machine_.offer_ifsd(input_.byte()));
            case 2:
                return check(machine_.missing());
            case 3:
                return check(machine_.damaged());
            case 4:
                return check(machine_.cancel());
            case 5:
                return secure_entry();
            case 6:
                machine_.reset(settings_);
                sent_ = 0;
                return;
            case 7:
                return check(machine_.received(input_.take(input_.byte())));
            default:
                return check(machine_.received(with_edc(input_.take(input_.byte()))));
        }
    }

    void secure_entry() {
        const auto prologue = machine_.begin_secure_entry(input_.byte());
        if (std::holds_alternative<T1Prologue>(prologue)) {
            sent_ = 0;
            if (input_.byte() % 2 == 0)
                machine_.withdraw_secure_entry();
        }
    }

    Buffer with_edc(Bytes bytes) {
        Buffer block(bytes.begin(), bytes.end());
        if (block.size() >= t1_prologue_size)
            block[2] = static_cast<std::uint8_t>(block.size() - t1_prologue_size);
        if (settings_.error_detection == ErrorDetection::Lrc) {
            block.push_back(lrc(block));
            return block;
        }
        const std::uint16_t sum = crc(block);
        block.push_back(static_cast<std::uint8_t>(sum >> 8U));
        block.push_back(static_cast<std::uint8_t>(sum & 0xFFU));
        return block;
    }

    void check(const T1Action& action) {
        if (const auto* send = std::get_if<T1Send>(&action)) {
            require(!machine_.idle());
            require(++sent_ <= settings_.max_blocks);
            const auto decoded = decode_t1_block(send->block, settings_.error_detection);
            require(std::holds_alternative<T1Block>(decoded));
            require(std::get<T1Block>(decoded).nad == settings_.nad);
            require(send->bwt_multiplier != 0);
            return;
        }
        if (const auto* done = std::get_if<T1Done>(&action)) {
            require(machine_.idle() && done->response.size() <= max_response);
            sent_ = 0;
            return;
        }
        const T1Failure failure = std::get<T1Failed>(action).reason;
        require(failure == T1Failure::Busy || failure == T1Failure::CommandTooLong ||
                machine_.idle() == !needs_reset(failure));
        if (failure != T1Failure::Busy && failure != T1Failure::CommandTooLong)
            sent_ = 0;
    }

    T1Settings settings_;
    Input input_;
    T1Machine machine_;
    std::size_t sent_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(Bytes(data, size));
    T1Settings settings;
    const std::uint8_t flags = input.byte();
    settings.error_detection = flags % 2 == 0 ? ErrorDetection::Lrc : ErrorDetection::Crc;
    settings.nad = flags % 4 < 2 ? 0 : 0x21;
    settings.max_blocks = 40;
    settings.ifsc = input.byte();
    Play(settings, input).run();
    return 0;
}
