// The historical bytes of an answer to reset: what a card tells about itself beyond its electrical manners
// (ISO 7816-4, 8.1.1). The first byte, the category indicator, says how to read the rest:
//   00      compact-TLV objects, and at the end 3 bytes of status
//   80      compact-TLV objects, the status being one of them
//   10      a reference to the card's directory
//   81..8F  reserved; anything else is the maker's own
// A compact-TLV object is one byte, tag number and length in 4 bits each, and so many bytes.
//
// A contactless memory card has no ATR; its reader makes one up (PC/SC part 3), with category 80 and a
// BER-TLV object: 4F, length 0C, the identifier of the PC/SC workgroup, a standard and a card name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace scrm::iso7816 {

enum class HistoricalFormat : std::uint8_t {
    None,  // there are no historical bytes
    CompactTlvThenStatus,
    CompactTlv,
    DirectoryReference,
    Reserved,
    Proprietary
};

/// Tag 1: ISO 3166-1 numeric country code, 3 digits, and what the country adds.
struct CountryCode {
    std::vector<std::uint8_t> value;
};
/// Tag 2: ISO 7812-1 issuer identification number, in packed digits.
struct IssuerIdentification {
    std::vector<std::uint8_t> value;
};
/// How a card lets its directory and its EF.ATR be read.
enum class DirectoryAccess : std::uint8_t { ReadRecord, GetData, ReadBinary, Reserved };
/// Tag 3.
struct CardServiceData {
    bool select_by_full_name = false;
    bool select_by_partial_name = false;
    bool objects_in_ef_dir = false;
    bool objects_in_ef_atr = false;
    DirectoryAccess access = DirectoryAccess::ReadRecord;
    bool has_master_file = true;
};
/// Tag 4: what a first READ or a whole first command would fetch.
struct InitialAccessData {
    std::vector<std::uint8_t> value;
};
/// Tag 5.
struct CardIssuerData {
    std::vector<std::uint8_t> value;
};
/// Tag 6: often chip, mask and their versions.
struct PreIssuingData {
    std::vector<std::uint8_t> value;
};
/// First byte of tag 7: ways to select a file.
struct SelectionMethods {
    bool by_full_name = false;
    bool by_partial_name = false;
    bool by_path = false;
    bool by_file_identifier = false;
    bool implicitly = false;
    bool short_file_identifiers = false;
    bool record_numbers = false;
    bool record_identifiers = false;
};
enum class WriteBehaviour : std::uint8_t { Once, Proprietary, Or, And };
/// Second byte of tag 7.
struct DataCoding {
    bool tlv_structured_files = false;
    WriteBehaviour write = WriteBehaviour::Once;
    bool ff_starts_a_tag = false;
    /// A data unit is 2^n half bytes.
    std::uint8_t unit_exponent = 1;
};
/// Third byte of tag 7.
struct CommandFeatures {
    bool chaining = false;
    bool extended_length = false;
    bool length_limits_in_ef_atr = false;
    bool channels_by_card = false;
    bool channels_by_reader = false;
    /// 1 to 8, where 8 means 8 or more; only the basic one if nobody assigns any.
    std::uint8_t logical_channels = 1;
};
/// Tag 7: 1 to 3 bytes, so the later parts may be missing.
struct CardCapabilities {
    SelectionMethods selection;
    std::optional<DataCoding> coding;
    std::optional<CommandFeatures> commands;
};
/// Tag 8, or the last 3 bytes after a category indicator of 00.
struct StatusIndicator {
    std::optional<std::uint8_t> life_cycle;
    std::optional<std::uint16_t> status_word;
};
/// Tag 15: the application that is selected from the start.
struct ApplicationIdentifier {
    std::vector<std::uint8_t> value;
};
/// The byte after a category indicator of 10.
struct DirectoryReference {
    std::uint8_t value = 0;
};
/// What a contactless reader tells of a memory card: numbers of PC/SC part 3's own lists.
struct StorageCard {
    std::uint8_t standard = 0;
    std::uint16_t name = 0;
};
/// No known meaning: a reserved tag, a wrong length, an object that is cut short, a maker's own format.
struct UnknownBytes {};

struct HistoricalObject {
    /// As they stand in the ATR, header included.
    std::vector<std::uint8_t> bytes;
    std::variant<CountryCode, IssuerIdentification, CardServiceData, InitialAccessData, CardIssuerData,
                 PreIssuingData, CardCapabilities, StatusIndicator, ApplicationIdentifier, DirectoryReference,
                 StorageCard, UnknownBytes>
        meaning;
};

struct HistoricalBytes {
    HistoricalFormat format = HistoricalFormat::None;
    /// In the order of the card; together with the category indicator they are all the bytes there are.
    std::vector<HistoricalObject> objects;
};

/// Takes any bytes of any length.
[[nodiscard]] HistoricalBytes parse_historical_bytes(std::span<const std::uint8_t> bytes);

}  // namespace scrm::iso7816
