#include "drivers/ccid/quirks/quirk_effects.hpp"

#include <map>

#include "drivers/ccid/quirks/quirk_values.hpp"

namespace scrm::ccid {
namespace {

using Effect = QuirkEffect;

void expect_true(const QuirkValue& node, const std::string& key) {
    const auto* flag = std::get_if<bool>(&node.value);
    if (flag == nullptr || !*flag)
        throw QuirkFileFault(node.line, key + " can only be true: leave it out where it is not");
}

Effect level_effect(const QuirkValue& node) {
    const std::map<std::string, ExchangeLevel> levels{{"character", ExchangeLevel::Character},
                                                      {"tpdu", ExchangeLevel::Tpdu},
                                                      {"short", ExchangeLevel::ShortApdu},
                                                      {"extended", ExchangeLevel::ExtendedApdu}};
    const auto level = levels.find(text_of(node, "level"));
    if (level == levels.end())
        throw QuirkFileFault(node.line, "level must be one of character, tpdu, short, extended");
    return [value = level->second](Quirks& quirks) { quirks.level = value; };
}

Effect data_rates_effect(const QuirkValue& node) {
    std::vector<std::uint32_t> rates;
    for (const QuirkValue& rate : list_of(node, "data_rates"))
        rates.push_back(number_of(rate, "a rate", UINT32_MAX));
    return [rates](Quirks& quirks) { quirks.data_rates = rates; };
}

Effect pin_sizes_effect(const QuirkValue& node) {
    const std::vector<QuirkValue>& list = list_of(node, "pin_sizes");
    if (list.size() != 2)
        throw QuirkFileFault(node.line, "pin_sizes are the smallest and the largest");
    const PinSizes sizes{.smallest = static_cast<std::uint8_t>(number_of(list[0], "a PIN size", UINT8_MAX)),
                         .largest = static_cast<std::uint8_t>(number_of(list[1], "a PIN size", UINT8_MAX))};
    return [sizes](Quirks& quirks) { quirks.pin_sizes = sizes; };
}

Effect card_bwi_effect(const QuirkValue& node) {
    constexpr std::uint32_t highest_bwi = 9;
    const std::vector<QuirkValue>& list = list_of(node, "card_bwi");
    const auto card =
        list.size() == 2 ? iso7816::AtrPattern::parse(text_of(list[0], "a card")) : std::nullopt;
    if (!card)
        throw QuirkFileFault(node.line, "card_bwi are an ATR, with .. for any byte, and a number");
    const CardWait wait{.card = *card,
                        .bwi = static_cast<std::uint8_t>(number_of(list[1], "BWI", highest_bwi))};
    return [wait](Quirks& quirks) { quirks.card_waits.push_back(wait); };
}

Effect escape_effect(const QuirkValue& node) {
    if (const auto* text = std::get_if<std::string>(&node.value); text != nullptr && *text == "everything")
        return [](Quirks& quirks) { quirks.escape.everything = true; };
    std::vector<EscapeBytes> prefixes;
    for (const QuirkValue& prefix : list_of(node, "escape"))
        prefixes.push_back(bytes_of(prefix, "escape"));
    return [prefixes](Quirks& quirks) {
        auto& granted = quirks.escape.prefixes;
        granted.insert(granted.end(), prefixes.begin(), prefixes.end());
    };
}

Effect refusal_effect(const QuirkValue& node) {
    return [text = text_of(node, "refused")](Quirks& quirks) { quirks.refused = text; };
}

Effect acceptance_effect(const QuirkValue& node) {
    expect_true(node, "accepted");
    return [](Quirks& quirks) { quirks.refused.reset(); };
}

using Maker = std::function<Effect(const QuirkValue&, const std::string&)>;

template <class Owner>
Maker flag(bool Owner::*member, Owner& (*owner)(Quirks&)) {
    return [=](const QuirkValue& node, const std::string& key) -> Effect {
        expect_true(node, key);
        return [=](Quirks& quirks) { owner(quirks).*member = true; };
    };
}

template <class Owner, class Number>
Maker number(Number Owner::*member, std::uint32_t highest, Owner& (*owner)(Quirks&)) {
    return [=](const QuirkValue& node, const std::string& key) -> Effect {
        const std::uint32_t value = number_of(node, key, highest);
        return [=](Quirks& quirks) { owner(quirks).*member = static_cast<std::uint8_t>(value); };
    };
}

template <class Owner, class Number>
Maker long_number(Number Owner::*member, std::uint32_t highest, Owner& (*owner)(Quirks&)) {
    return [=](const QuirkValue& node, const std::string& key) -> Effect {
        const std::uint32_t value = number_of(node, key, highest);
        return [=](Quirks& quirks) {
            if constexpr (std::is_same_v<Number, std::uint16_t>)
                owner(quirks).*member = static_cast<std::uint16_t>(value);
            else
                owner(quirks).*member = value;
        };
    };
}

template <class Owner>
Maker bytes(EscapeBytes Owner::*member, Owner& (*owner)(Quirks&)) {
    return [=](const QuirkValue& node, const std::string& key) -> Effect {
        return [=, value = bytes_of(node, key)](Quirks& quirks) { owner(quirks).*member = value; };
    };
}

Maker plain(Effect (*make)(const QuirkValue&)) {
    return [make](const QuirkValue& node, const std::string&) { return make(node); };
}

Quirks& itself(Quirks& quirks) {
    return quirks;
}

PinFixes& pin_of(Quirks& quirks) {
    return quirks.pin;
}

const std::map<std::string, Maker, std::less<>>& effect_makers() {
    constexpr std::uint32_t longest_wait = 600'000;
    static const std::map<std::string, Maker, std::less<>> makers{
        {"level", plain(level_effect)},
        {"data_rates", plain(data_rates_effect)},
        {"pin_sizes", plain(pin_sizes_effect)},
        {"card_bwi", plain(card_bwi_effect)},
        {"escape", plain(escape_effect)},
        {"refused", plain(refusal_effect)},
        {"accepted", plain(acceptance_effect)},
        {"voltages", number(&Quirks::voltages, 7, itself)},
        {"protocols", number(&Quirks::protocols, 3, itself)},
        {"ifsd", number(&Quirks::ifsd, 254, itself)},
        {"default_clock_khz", long_number(&Quirks::default_clock_khz, 100'000, itself)},
        {"max_data_rate", long_number(&Quirks::max_data_rate, UINT32_MAX, itself)},
        {"first_reply_ms", long_number(&Quirks::first_reply_ms, longest_wait, itself)},
        {"exchange_ms", long_number(&Quirks::exchange_ms, longest_wait, itself)},
        {"reply_ms", long_number(&Quirks::reply_ms, longest_wait, itself)},
        {"vendor_class", flag(&Quirks::vendor_class, itself)},
        {"no_pin_pad", flag(&Quirks::no_pin_pad, itself)},
        {"exchanges_ifsd", flag(&Quirks::exchanges_ifsd, itself)},
        {"tolerates_longer", flag(&Quirks::tolerates_longer, itself)},
        {"works_silently", flag(&Quirks::works_silently, itself)},
        {"no_host_pps", flag(&Quirks::no_host_pps, itself)},
        {"polls", flag(&Quirks::polls, itself)},
        {"ignores_parameters", flag(&Quirks::ignores_parameters, itself)},
        {"mct_reader_direct", flag(&Quirks::mct_reader_direct, itself)},
        {"power_on_escape", bytes(&Quirks::power_on_escape, itself)},
        {"pin_verify_messages", number(&PinFixes::verify_message_count, UINT8_MAX, pin_of)},
        {"pin_modify_messages", number(&PinFixes::modify_message_count, UINT8_MAX, pin_of)},
        {"pin_modify_no_messages", number(&PinFixes::modify_message_count_for_none, UINT8_MAX, pin_of)},
        {"pin_validation", number(&PinFixes::validation, 7, pin_of)},
        {"pin_three_indices", flag(&PinFixes::three_message_indices, pin_of)},
        {"pin_swaps_sizes", flag(&PinFixes::swaps_pin_sizes, pin_of)},
        {"pin_pause_ms", long_number(&PinFixes::pause_ms, 10'000, pin_of)},
        {"pin_unpadded_escape", bytes(&PinFixes::unpadded_escape, pin_of)},
    };
    return makers;
}

}  // namespace

std::optional<QuirkEffect> make_quirk_effect(const std::string& key, const QuirkValue& value) {
    const auto maker = effect_makers().find(key);
    if (maker == effect_makers().end())
        return std::nullopt;
    return maker->second(value, key);
}

}  // namespace scrm::ccid
