#include "drivers/ccid/card/exchange_t0.hpp"

#include <algorithm>
#include <array>

#include "drivers/iso7816/t0_exchange.hpp"
#include "drivers/iso7816/t0_tpdu.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::size_t status_word_size = 2;
constexpr std::size_t bulk_packet = 64;
constexpr std::size_t header_without_p3 = 4;
// bError names the byte of the message it dislikes: the length, or the first byte after the data.
constexpr std::uint8_t first_vendor_error = 0x80;

Result<std::size_t> keep(Bytes answer, MutableBytes response) {
    if (answer.size() < status_word_size)
        return DriverError::CardMute;
    if (answer.size() > response.size())
        return DriverError::ResponseTooLong;
    std::copy_n(answer.begin(), answer.size(), response.begin());
    return answer.size();
}

bool complains_of_message(const Answer& answer) {
    const auto error = static_cast<std::uint8_t>(answer.error);
    return answer.failed() && error != 0 && error < first_vendor_error;
}

DriverError error_of_t0(iso7816::T0Failure failure) {
    return failure == iso7816::T0Failure::IllegalCommand ? DriverError::NotSupported
                                                         : DriverError::CommunicationFailed;
}

// Some readers do not end a message of whole packets, so none is asked for.
std::uint16_t safe_count(std::size_t expect) {
    const bool whole_packets = (expect + header_size) % bulk_packet == 0;
    return static_cast<std::uint16_t>(whole_packets ? 1 : expect);
}

}  // namespace

Awaitable<Result<std::size_t>> exchange_t0_tpdu(SlotTalk& talk, ReaderFacts& facts, Bytes command,
                                                MutableBytes response, Milliseconds silence) {
    const auto tpdu = iso7816::t0_tpdu(command);
    if (const auto* error = std::get_if<iso7816::T0CommandError>(&tpdu);
        error != nullptr && *error != iso7816::T0CommandError::Irregular)
        co_return DriverError::NotSupported;
    const auto* regular = std::get_if<iso7816::T0Tpdu>(&tpdu);
    const Bytes bytes = regular != nullptr ? regular->bytes : command;
    std::array<std::uint8_t, header_without_p3 + 1> with_p3{};
    std::copy_n(bytes.begin(), header_without_p3, with_p3.begin());
    const bool no_data = bytes.size() == header_without_p3;
    const Bytes first = no_data && facts.wants_p3 ? Bytes(with_p3) : bytes;
    if (first.size() > facts.can.max_data() && !facts.quirks.tolerates_longer)
        co_return DriverError::NotSupported;
    auto answer = co_await talk.ask(xfr_block(first, 0), silence);
    if (answer && no_data && !facts.wants_p3 && complains_of_message(*answer)) {
        answer = co_await talk.ask(xfr_block(with_p3, 0), silence);
        facts.wants_p3 = answer && !answer->failed();
    }
    if (!answer)
        co_return answer.error();
    if (answer->failed())
        co_return error_of(*answer);
    co_return keep(answer->data, response);
}

Awaitable<Result<std::size_t>> exchange_t0_character(SlotTalk& talk, Bytes command, MutableBytes response,
                                                     Milliseconds silence) {
    iso7816::T0Exchange exchange;
    iso7816::T0Action action = exchange.start(command);
    while (const auto* transfer = std::get_if<iso7816::T0Transfer>(&action)) {
        const Command block = xfr_block(transfer->send, safe_count(transfer->expect));
        const auto answer = co_await talk.demand(block, silence);
        if (!answer)
            co_return answer.error();
        if (answer->data.empty())
            co_return DriverError::CardMute;
        action = exchange.received(answer->data);
    }
    if (const auto* failed = std::get_if<iso7816::T0Failed>(&action))
        co_return error_of_t0(failed->reason);
    co_return keep(std::get<iso7816::T0Done>(action).response, response);
}

}  // namespace scrm::ccid
