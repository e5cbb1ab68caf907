#include "tests/simulation/t1/line.hpp"

#include <algorithm>
#include <utility>

#include "drivers/iso7816/apdu.hpp"

namespace scrm::simulation::t1 {
namespace {

using fakes::T1Card;
using iso7816::T1Action;
using iso7816::T1Failure;
using Octets = T1Card::Octets;

constexpr unsigned certain = 100;

/// The answer to a command: as long as its first three bytes say, and different for every command.
Octets answer_to(const Octets& command) {
    std::uint32_t mix = 2166136261U;
    for (const std::uint8_t octet : command)
        mix = (mix ^ octet) * 16777619U;
    std::size_t size = command.size();
    if (command.size() >= 3)
        size = command[0] | static_cast<std::size_t>(command[1]) << 8U |
               static_cast<std::size_t>(command[2]) << 16U;
    Octets answer(size);
    for (std::uint8_t& octet : answer) {
        mix = mix * 1664525U + 1013904223U;
        octet = static_cast<std::uint8_t>(mix >> 24U);
    }
    return answer;
}

[[noreturn]] void broken(const std::string& rule) {
    throw Broken(rule);
}

}  // namespace

Line::Line(std::uint64_t seed) : random_(seed), card_({}, {}), machine_(settings_) {
    new_card();
}

void Line::new_card() {
    settings_.error_detection =
        random_.chance(50) ? iso7816::ErrorDetection::Crc : iso7816::ErrorDetection::Lrc;
    settings_.ifsc = static_cast<std::uint8_t>(1 + random_.below(254));
    settings_.block_waiting_time = std::chrono::milliseconds(1 + random_.below(2000));
    card_ = T1Card({.crc = settings_.error_detection == iso7816::ErrorDetection::Crc, .ifsc = settings_.ifsc},
                   [this](const Octets& command) {
                       ++executions_;
                       return answer_to(command);
                   });
    machine_.reset(settings_);
}

void Line::exchange() {
    if (random_.below(200) == 0)
        new_card();
    const Weather weather = random_weather();
    if (random_.chance(5))
        offer_ifsd(weather);
    const Octets command = random_command();
    pick_manners(command.size());
    run(command, weather);
}

Octets Line::random_command() {
    std::size_t size = random_.below(64);
    if (random_.chance(10))
        size = random_.below(2000);
    if (random_.below(5000) == 0)
        size = iso7816::max_extended_command - random_.below(3);
    Octets command(size);
    for (std::uint8_t& octet : command)
        octet = static_cast<std::uint8_t>(random_.below(256));
    if (size >= 3) {
        command[1] = static_cast<std::uint8_t>(random_.chance(10) ? random_.below(8) : 0);
        command[2] = 0;
        if (random_.below(5000) == 0) {
            command[1] = static_cast<std::uint8_t>(random_.below(2));
            command[2] = 1;
        }
    }
    return command;
}

void Line::pick_manners(std::size_t command_size) {
    manners_ = {};
    if (random_.chance(10))
        for (std::size_t i = 1 + random_.below(3); i > 0; --i)
            manners_.time_wanted.push_back(static_cast<std::uint8_t>(1 + random_.below(255)));
    if (random_.chance(5))
        manners_.new_ifsc = static_cast<std::uint8_t>(1 + random_.below(254));
    if (random_.chance(3))
        manners_.abort_at_command_part = 1 + random_.below(1 + command_size / card_.ifsc());
    if (random_.chance(3))
        manners_.abort_at_answer_part = 1 + random_.below(4);
}

Line::Weather Line::random_weather() {
    constexpr Weather weathers[] = {{},
                                    {.secure = 50},
                                    {.loss = 2, .damage = 2, .secure = 10},
                                    {.loss = 10, .damage = 10, .secure = 10},
                                    {.damage = 30},
                                    {.loss = 30, .cancel = 1},
                                    {.loss = 40, .damage = 40, .cancel = 2, .secure = 10}};
    return random_.any_of(weathers);
}

void Line::reset() {
    card_.reset();
    machine_.reset(settings_);
}

void Line::offer_ifsd(Weather weather) {
    card_.behave({});
    cancelled_ = false;
    const auto ifsd = static_cast<std::uint8_t>(1 + random_.below(254));
    const T1Action action = play(machine_.offer_ifsd(ifsd), weather);
    if (std::holds_alternative<iso7816::T1Done>(action)) {
        if (machine_.ifsd() != ifsd || card_.ifsd() != ifsd)
            broken("the two sides do not agree on IFSD");
        return;
    }
    const T1Failure failure = std::get<iso7816::T1Failed>(action).reason;
    if (weather.loss + weather.damage == 0)
        broken("IFSD was not agreed on over a good line");
    if (iso7816::needs_reset(failure))
        reset();
    else if (failure != T1Failure::IfsRefused && !(cancelled_ && failure == T1Failure::Cancelled))
        broken(std::string("instead of an agreement on IFSD: ") + iso7816::describe(failure));
}

T1Action Line::begin(const Octets& command, Weather weather) {
    if (!random_.chance(weather.secure))
        return play(machine_.transmit(command), weather);
    const auto prologue = machine_.begin_secure_entry(command.size());
    if (std::holds_alternative<iso7816::T1Failed>(prologue))
        return play(machine_.transmit(command), weather);
    if (random_.chance(10)) {
        machine_.withdraw_secure_entry();
        return play(machine_.transmit(command), weather);
    }
    return enter_securely(command, std::get<iso7816::T1Prologue>(prologue), weather);
}

/// What a reader does: it puts its own bytes behind the prologue it was given.
T1Action Line::enter_securely(const Octets& command, iso7816::T1Prologue prologue, Weather weather) {
    const auto control = iso7816::decode_pcb(prologue[1]);
    if (!control || prologue[2] != command.size())
        broken("a prologue that is none");
    iso7816::Buffer block;
    iso7816::encode_t1_block({.nad = prologue[0], .control = *control, .information = command},
                             settings_.error_detection, block);
    return play(carry({.block = block}, weather), weather);
}

void Line::run(const Octets& command, Weather weather) {
    executions_ = 0;
    cancelled_ = false;
    card_.behave(manners_);
    const T1Action action = begin(command, weather);
    if (executions_ > 1)
        broken("a command was carried out twice");
    if (const auto* done = std::get_if<iso7816::T1Done>(&action)) {
        judge_answer(command, done->response);
        return;
    }
    const T1Failure failure = std::get<iso7816::T1Failed>(action).reason;
    judge_failure(command, failure, weather);
    if (iso7816::needs_reset(failure)) {
        if (!std::holds_alternative<iso7816::T1Failed>(machine_.transmit({})))
            broken("a machine that needs a reset went on without");
        reset();
    }
    manners_ = {};
    run({1, 0, 0, 7}, {});
}

void Line::judge_answer(const Octets& command, iso7816::Bytes response) {
    if (!std::ranges::equal(response, answer_to(command)))
        broken("a wrong answer was taken for the right one");
    if (executions_ != 1)
        broken("an answer came without the command having been carried out");
    ++tally_.answered;
}

void Line::judge_failure(const Octets& command, T1Failure failure, Weather weather) {
    ++tally_.failed[static_cast<std::size_t>(failure)];
    const bool good_line = weather.loss + weather.damage == 0;
    switch (failure) {
        case T1Failure::AbortedByCard:
            if (manners_.abort_at_answer_part + manners_.abort_at_command_part == 0)
                broken("the card is said to have aborted what it did not");
            return;
        case T1Failure::AnswerTooLong:
            if (answer_to(command).size() <= iso7816::max_response)
                broken("an answer is said to be too long and is not");
            return;
        case T1Failure::TooMuchExtension:
            if (manners_.time_wanted.empty())
                broken("the card is said to have asked for time and did not");
            return;
        case T1Failure::TooManyBlocks:
            if (answer_to(command).size() + command.size() < 4096)
                broken("a short exchange took too many blocks");
            return;
        case T1Failure::Cancelled:
            if (!cancelled_)
                broken("an exchange was cancelled by nobody");
            return;
        default:
            if (good_line && !cancelled_)
                broken(std::string("over a good line: ") + iso7816::describe(failure));
    }
}

T1Action Line::play(T1Action action, Weather weather) {
    const std::size_t limit = settings_.max_blocks + 1;
    for (std::size_t blocks = 0; std::holds_alternative<iso7816::T1Send>(action); ++blocks) {
        if (blocks > limit)
            broken("an exchange does not end");
        action = carry(std::get<iso7816::T1Send>(action), weather);
        if (random_.chance(weather.cancel) && std::holds_alternative<iso7816::T1Send>(action)) {
            cancelled_ = true;
            action = machine_.cancel();
        }
    }
    return action;
}

T1Action Line::carry(const iso7816::T1Send& send, Weather weather) {
    ++tally_.blocks;
    tally_.resynchs += send.block[1] == 0xC0 ? 1U : 0U;
    bool parity = false;
    auto to_card = through(Octets(send.block.begin(), send.block.end()), weather, parity);
    std::optional<Octets> answer;
    if (to_card)
        answer = card_.receive(*to_card);
    parity = false;
    answer = through(std::move(answer), weather, parity);
    if (!answer)
        return machine_.missing();
    return parity ? machine_.damaged() : machine_.received(*answer);
}

std::optional<Octets> Line::through(std::optional<Octets> block, Weather weather, bool& parity) {
    if (!block)
        return std::nullopt;
    if (random_.chance(weather.loss)) {
        ++tally_.lost;
        return std::nullopt;
    }
    if (random_.chance(weather.damage)) {
        ++tally_.damaged;
        damage(*block);
        parity = random_.chance(certain / 2);
    }
    return block;
}

/// In ways that both codes are sure to find: one byte changed, or bytes too few or too many.
void Line::damage(Octets& block) {
    switch (random_.below(4)) {
        case 0:
            block.resize(random_.below(block.size()));
            return;
        case 1:
            block.resize(block.size() + 1 + random_.below(3));
            return;
        default:
            block[random_.below(block.size())] ^= static_cast<std::uint8_t>(1 + random_.below(255));
    }
}

}  // namespace scrm::simulation::t1
