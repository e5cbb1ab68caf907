#include "drivers/ccid/card/exchange_apdu.hpp"

#include <algorithm>

#include "drivers/iso7816/apdu.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::size_t status_word_size = 2;
// A reader that sends so many parts without data, or so much data, will not come to an end.
constexpr int most_empty_parts = 16;
constexpr std::size_t most_data = 2 * iso7816::max_response;

// Collects what comes; what does not fit is counted, not kept.
class Collector {
  public:
    explicit Collector(MutableBytes room) : room_(room) {}

    void add(Bytes part) {
        const MutableBytes left = room_.subspan(std::min(size_, room_.size()));
        std::copy_n(part.begin(), std::min(part.size(), left.size()), left.begin());
        size_ += part.size();
        empty_parts_ = part.empty() ? empty_parts_ + 1 : 0;
    }
    [[nodiscard]] bool endless() const { return empty_parts_ > most_empty_parts || size_ > most_data; }
    [[nodiscard]] Result<std::size_t> result() const {
        if (size_ > room_.size())
            return DriverError::ResponseTooLong;
        if (size_ < status_word_size)
            return DriverError::CardMute;
        return size_;
    }

  private:
    MutableBytes room_;
    std::size_t size_ = 0;
    int empty_parts_ = 0;
};

Chain chain_of(const Answer& answer) {
    return static_cast<Chain>(answer.specific);
}

bool more_follows(const Answer& answer) {
    const Chain chain = chain_of(answer);
    return chain == Chain::Begins || chain == Chain::Continues || chain == Chain::NextPart;
}

}  // namespace

Awaitable<Result<Answer>> send_in_parts(SlotTalk& talk, PartMaker make, std::size_t max_data, Bytes command,
                                        Milliseconds silence) {
    if (command.size() <= max_data)
        co_return co_await talk.ask(make(command, Chain::Whole), silence);
    Chain chain = Chain::Begins;
    while (command.size() > max_data) {
        const auto answer = co_await talk.ask(make(command.first(max_data), chain), silence);
        if (!answer || answer->failed() || chain_of(*answer) != Chain::NextPart)
            co_return answer;
        command = command.subspan(max_data);
        chain = Chain::Continues;
    }
    co_return co_await talk.ask(make(command, Chain::Ends), silence);
}

Awaitable<Result<std::size_t>> exchange_apdu(SlotTalk& talk, ApduLimits limits, Bytes command,
                                             MutableBytes response, Milliseconds silence) {
    if (command.size() > limits.max_data && !limits.chains_commands && !limits.tolerates_longer)
        co_return DriverError::NotSupported;
    const std::size_t part = limits.chains_commands ? limits.max_data : command.size();
    auto answer = co_await send_in_parts(talk, xfr_part, part, command, silence);
    Collector collected(response);
    while (answer) {
        if (answer->failed())
            co_return error_of(*answer);
        collected.add(answer->data);
        if (!more_follows(*answer))
            co_return collected.result();
        if (collected.endless())
            co_return DriverError::CommunicationFailed;
        answer = co_await talk.ask(xfr_part({}, Chain::NextPart), silence);
    }
    co_return answer.error();
}

}  // namespace scrm::ccid
