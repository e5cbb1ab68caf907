#include "tests/fakes/ccid/emulated_slot.hpp"

#include <algorithm>

namespace scrm::fakes {
namespace {

constexpr std::uint8_t error_mute = 0xFE;
constexpr std::uint8_t error_length = 0x01;
constexpr std::size_t longest_answer = 65'538;

Octets with_tck(Octets atr) {
    std::uint8_t check = 0;
    for (std::size_t i = 1; i < atr.size(); ++i)
        check ^= atr[i];
    atr.push_back(check);
    return atr;
}

bool is_pps(const Octets& data) {
    return data.size() >= 3 && data[0] == 0xFF;
}

Octets first(Octets& from, std::size_t count) {
    count = std::min(count, from.size());
    Octets part(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(count));
    from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(count));
    return part;
}

}  // namespace

CardMake card_for_both() {
    return {.atr = with_tck({0x3B, 0x94, 0x95, 0x80, 0x31, 0xFE, 0x05, 's', 'c', 'r', 'm'})};
}

CardMake card_for_t0() {
    return {.atr = {0x3B, 0x14, 0x95, 's', 'c', 'r', 'm'}};
}

CardMake card_for_t1() {
    return {.atr = with_tck({0x3B, 0x94, 0x95, 0x81, 0x31, 0xFE, 0x05, 's', 'c', 'r', 'm'})};
}

CardMake card_for_t1_crc() {
    return {.atr = with_tck({0x3B, 0x94, 0x95, 0x81, 0x71, 0xFE, 0x05, 0x01, 's', 'c', 'r', 'm'})};
}

void EmulatedSlot::insert(const CardMake& make) {
    make_ = make;
    virtual_reader::CardSpec spec;
    spec.atr = *virtual_reader::CardAtr::from(make.atr);
    card_ = std::make_unique<virtual_reader::EmulatedCard>(spec);
    powered_ = false;
    commands = 0;
}

void EmulatedSlot::remove() {
    card_.reset();
    t1_.reset();
    powered_ = false;
}

std::uint8_t EmulatedSlot::status() const {
    if (!present())
        return 2;
    return powered_ ? 0 : 1;
}

SlotReply EmulatedSlot::power_on(std::uint8_t select) {
    if (!present())
        return {.error = error_mute};
    const bool suits = select == 0 || std::ranges::find(make_.voltages, select) != make_.voltages.end();
    if (!suits)
        return {.error = error_mute};
    ++power_ons;
    powered_ = true;
    card_->reset();
    const bool crc = make_.atr.size() > 7 && (make_.atr[4] & 0x40) != 0;
    const auto application = [this](const Octets& command) { return run(command); };
    t1_ = std::make_unique<T1Card>(T1Card::Settings{.crc = crc, .ifsc = 254}, application);
    protocol_ = card_->atr().first_offer() == virtual_reader::Transport::T1 ? 1 : 0;
    fi_di = 0x11;
    line_.clear();
    from_host_.clear();
    command_.clear();
    answer_.clear();
    return {.data = make_.atr};
}

void EmulatedSlot::power_off() {
    powered_ = false;
}

SlotReply EmulatedSlot::set_parameters(std::uint8_t protocol, const Octets& payload) {
    if (!powered_)
        return {.error = error_mute};
    if (protocol > 1 || payload.size() != (protocol == 0 ? 5U : 7U))
        return {.error = std::uint8_t{7}};
    protocol_ = protocol;
    parameters_ = payload;
    fi_di = payload[0];
    return {.data = payload};
}

SlotReply EmulatedSlot::parameters() const {
    if (!parameters_.empty())
        return {.data = parameters_};
    return {.data = protocol_ == 0 ? Octets{0x11, 0, 0, 10, 0} : Octets{0x11, 0x10, 0, 0x05, 0, 254, 0}};
}

bool EmulatedSlot::too_fast() const {
    return make_.only_speed && fi_di != *make_.only_speed && fi_di != 0x11;
}

SlotReply EmulatedSlot::transfer(const Octets& data, std::uint16_t level) {
    if (!powered_ || too_fast())
        return {.error = error_mute};
    switch (level_) {
        case EmulatedLevel::ShortApdu:
            if (data.size() > 261 || level != 0)
                return {.error = error_length};
            return {.data = run(data)};
        case EmulatedLevel::ExtendedApdu:
            return transfer_apdu(data, level);
        case EmulatedLevel::Tpdu:
            return transfer_tpdu(data);
        case EmulatedLevel::Character:
            return transfer_character(data, level);
    }
    return {.error = error_mute};
}

// wLevelParameter and bChainParameter: 0 whole, 1 begins, 2 ends, 3 continues, 10h "go on".
SlotReply EmulatedSlot::transfer_apdu(const Octets& data, std::uint16_t level) {
    if (data.size() > max_data_)
        return {.error = error_length};
    if (level == 0x10) {
        if (!answering_)
            return {.error = std::uint8_t{8}};
        return next_part();
    }
    if (level == 0 || level == 1)
        command_.clear();
    command_.insert(command_.end(), data.begin(), data.end());
    if (level == 1 || level == 3)
        return {.data = {}, .chain = 0x10};
    answer_ = run(command_);
    answering_ = false;
    return next_part();
}

SlotReply EmulatedSlot::next_part() {
    const bool is_first = !std::exchange(answering_, true);
    SlotReply reply{.data = first(answer_, max_data_)};
    const bool is_last = answer_.empty();
    if (is_last)
        answering_ = false;
    if (is_first)
        reply.chain = is_last ? 0 : 1;
    else
        reply.chain = is_last ? 2 : 3;
    return reply;
}

SlotReply EmulatedSlot::transfer_tpdu(const Octets& data) {
    if (is_pps(data))
        return {.data = data};
    if (protocol_ == 0) {
        Octets command = data;
        if (command.size() == 4)
            command.push_back(0);  // P3 is the reader's to add
        return {.data = run_t0(command)};
    }
    const auto answer = block(data);
    return answer ? SlotReply{.data = *answer} : SlotReply{.error = error_mute};
}

std::optional<Octets> EmulatedSlot::block(const Octets& data) {
    auto answer = t1_->receive(data);
    if (answer && lost_blocks > 0) {
        --lost_blocks;
        return std::nullopt;
    }
    if (answer && damaged_blocks > 0) {
        --damaged_blocks;
        answer->back() ^= 0x5A;
    }
    return answer;
}

// The card's characters wait on the line until the host takes them, as many as it says.
SlotReply EmulatedSlot::transfer_character(const Octets& data, std::uint16_t expected) {
    if (is_pps(data))
        return {.data = data};
    if (!data.empty())
        take_characters(data);
    if (line_.empty())
        return {.error = error_mute};
    return {.data = first(line_, expected)};
}

void EmulatedSlot::take_characters(const Octets& data) {
    if (protocol_ == 1) {
        const auto answer = block(data);
        line_ = answer.value_or(Octets());
        return;
    }
    from_host_.insert(from_host_.end(), data.begin(), data.end());
    const std::size_t to_come = from_host_.size() >= 5 ? 5U + from_host_[4] : 5U;
    const bool reads = from_host_[1] == 0xB0 || from_host_[1] == 0xC0 || from_host_[1] == 0x84;
    if (from_host_.size() == 5 && !reads && from_host_[4] != 0) {
        line_ = {0x60, from_host_[1]};  // "wait", then "all the data"
        return;
    }
    if (!reads && from_host_.size() < to_come)
        return;
    Octets answer = run_t0(from_host_);
    if (answer.size() > 2)
        answer.insert(answer.begin(), from_host_[1]);
    line_ = answer;
    from_host_.clear();
}

Octets EmulatedSlot::run_t0(const Octets& command) {
    ++commands;
    Octets answer(longest_answer);
    const auto reply = card_->exchange(virtual_reader::Transport::T0, command, answer);
    answer.resize(reply.size);
    return answer;
}

Octets EmulatedSlot::run(const Octets& command) {
    ++commands;
    Octets answer(longest_answer);
    const auto reply = card_->exchange(virtual_reader::Transport::T1, command, answer);
    answer.resize(reply.size);
    return answer;
}

}  // namespace scrm::fakes
