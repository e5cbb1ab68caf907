#include "drivers/iso7816/historical_bytes.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace scrm::iso7816 {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Meaning = decltype(HistoricalObject::meaning);

constexpr std::size_t status_size = 3;

bool bit(std::uint8_t byte, unsigned number) {
    return ((static_cast<unsigned>(byte) >> (number - 1)) & 1U) != 0;
}

std::vector<std::uint8_t> copy(Bytes bytes) {
    return {bytes.begin(), bytes.end()};
}

Meaning decode_card_service_data(Bytes value) {
    if (value.size() != 1) {
        return UnknownBytes{};
    }
    const std::uint8_t byte = value[0];
    CardServiceData data;
    data.select_by_full_name = bit(byte, 8);
    data.select_by_partial_name = bit(byte, 7);
    data.objects_in_ef_dir = bit(byte, 6);
    data.objects_in_ef_atr = bit(byte, 5);
    switch (byte >> 1U & 0x7U) {
        case 0:
            data.access = DirectoryAccess::ReadRecord;
            break;
        case 2:
            data.access = DirectoryAccess::GetData;
            break;
        case 4:
            data.access = DirectoryAccess::ReadBinary;
            break;
        default:
            data.access = DirectoryAccess::Reserved;
    }
    data.has_master_file = !bit(byte, 1);
    return data;
}

SelectionMethods decode_selection_methods(std::uint8_t byte) {
    return {.by_full_name = bit(byte, 8),
            .by_partial_name = bit(byte, 7),
            .by_path = bit(byte, 6),
            .by_file_identifier = bit(byte, 5),
            .implicitly = bit(byte, 4),
            .short_file_identifiers = bit(byte, 3),
            .record_numbers = bit(byte, 2),
            .record_identifiers = bit(byte, 1)};
}

DataCoding decode_data_coding(std::uint8_t byte) {
    constexpr std::array<WriteBehaviour, 4> behaviours{WriteBehaviour::Once, WriteBehaviour::Proprietary,
                                                       WriteBehaviour::Or, WriteBehaviour::And};
    return {.tlv_structured_files = bit(byte, 8),
            .write = behaviours[byte >> 5U & 0x3U],
            .ff_starts_a_tag = bit(byte, 5),
            .unit_exponent = static_cast<std::uint8_t>(byte & 0x0FU)};
}

CommandFeatures decode_command_features(std::uint8_t byte) {
    return {.chaining = bit(byte, 8),
            .extended_length = bit(byte, 7),
            .length_limits_in_ef_atr = bit(byte, 6),
            .channels_by_card = bit(byte, 5),
            .channels_by_reader = bit(byte, 4),
            .logical_channels = static_cast<std::uint8_t>((byte & 0x7U) + 1U)};
}

Meaning decode_card_capabilities(Bytes value) {
    if (value.empty() || value.size() > 3) {
        return UnknownBytes{};
    }
    CardCapabilities capabilities;
    capabilities.selection = decode_selection_methods(value[0]);
    if (value.size() > 1) {
        capabilities.coding = decode_data_coding(value[1]);
    }
    if (value.size() > 2) {
        capabilities.commands = decode_command_features(value[2]);
    }
    return capabilities;
}

Meaning decode_status(Bytes value) {
    if (value.empty() || value.size() > status_size) {
        return UnknownBytes{};
    }
    StatusIndicator status;
    if (value.size() != 2) {
        status.life_cycle = value[0];
    }
    if (value.size() > 1) {
        const Bytes word = value.last(2);
        status.status_word = static_cast<std::uint16_t>(word[0] << 8U | word[1]);
    }
    return status;
}

Meaning decode_object(std::uint8_t tag, Bytes value) {
    switch (tag) {
        case 1:
            return CountryCode{copy(value)};
        case 2:
            return IssuerIdentification{copy(value)};
        case 3:
            return decode_card_service_data(value);
        case 4:
            return InitialAccessData{copy(value)};
        case 5:
            return CardIssuerData{copy(value)};
        case 6:
            return PreIssuingData{copy(value)};
        case 7:
            return decode_card_capabilities(value);
        case 8:
            return decode_status(value);
        case 15:
            return ApplicationIdentifier{copy(value)};
        default:
            return UnknownBytes{};
    }
}

void append(HistoricalBytes& result, Bytes bytes, Meaning meaning) {
    result.objects.push_back({copy(bytes), std::move(meaning)});
}

void append_rest(HistoricalBytes& result, Bytes rest) {
    if (!rest.empty()) {
        append(result, rest, UnknownBytes{});
    }
}

void append_compact_tlv(HistoricalBytes& result, Bytes rest) {
    while (!rest.empty()) {
        const auto tag = static_cast<std::uint8_t>(rest[0] >> 4U);
        const std::size_t size = 1U + (rest[0] & 0x0FU);
        if (size > rest.size()) {
            append_rest(result, rest);
            return;
        }
        append(result, rest.first(size), decode_object(tag, rest.subspan(1, size - 1)));
        rest = rest.subspan(size);
    }
}

/// 4F 0C, A0 00 00 03 06, standard, name (2 bytes), 4 reserved bytes.
std::optional<StorageCard> storage_card(Bytes rest) {
    constexpr std::array<std::uint8_t, 7> head{0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06};
    constexpr std::size_t size = 14;
    if (rest.size() != size || !std::equal(head.begin(), head.end(), rest.begin())) {
        return std::nullopt;
    }
    return StorageCard{.standard = rest[7], .name = static_cast<std::uint16_t>(rest[8] << 8U | rest[9])};
}

HistoricalFormat format_of(std::uint8_t category) {
    switch (category) {
        case 0x00:
            return HistoricalFormat::CompactTlvThenStatus;
        case 0x10:
            return HistoricalFormat::DirectoryReference;
        case 0x80:
            return HistoricalFormat::CompactTlv;
        default:
            return category > 0x80 && category <= 0x8F ? HistoricalFormat::Reserved
                                                       : HistoricalFormat::Proprietary;
    }
}

}  // namespace

HistoricalBytes parse_historical_bytes(std::span<const std::uint8_t> bytes) {
    HistoricalBytes result;
    if (bytes.empty()) {
        return result;
    }
    result.format = format_of(bytes[0]);
    const Bytes rest = bytes.subspan(1);
    switch (result.format) {
        case HistoricalFormat::CompactTlv:
            if (const auto card = storage_card(rest)) {
                append(result, rest, *card);
            } else {
                append_compact_tlv(result, rest);
            }
            break;
        case HistoricalFormat::CompactTlvThenStatus: {
            const std::size_t status = rest.size() < status_size ? 0 : status_size;
            append_compact_tlv(result, rest.first(rest.size() - status));
            if (status != 0) {
                append(result, rest.last(status), decode_status(rest.last(status)));
            }
            break;
        }
        case HistoricalFormat::DirectoryReference:
            if (!rest.empty()) {
                append(result, rest.first(1), DirectoryReference{rest[0]});
                append_rest(result, rest.subspan(1));
            }
            break;
        default:
            append_rest(result, rest);
    }
    return result;
}

}  // namespace scrm::iso7816
