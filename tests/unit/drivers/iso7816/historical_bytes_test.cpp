#include "drivers/iso7816/historical_bytes.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::iso7816;

namespace {

using Bytes = std::vector<std::uint8_t>;

HistoricalBytes parsed(std::string_view hex) {
    return parse_historical_bytes(bytes_of(hex));
}

HistoricalBytes of_card(std::string_view atr) {
    return parse_historical_bytes(atr_of(atr).historical_bytes);
}

template <class T>
T object(const HistoricalBytes& historical, std::size_t index) {
    return std::get<T>(historical.objects.at(index).meaning);
}

}  // namespace

TEST_CASE("the category indicator chooses the format") {
    CHECK(parse_historical_bytes({}).format == HistoricalFormat::None);
    CHECK(of_card(real_atr::openpgp_1).format == HistoricalFormat::CompactTlvThenStatus);
    CHECK(of_card(real_atr::usim).format == HistoricalFormat::CompactTlv);
    CHECK(of_card(real_atr::tap_and_go).format == HistoricalFormat::DirectoryReference);
    CHECK(of_card(real_atr::yubikey_4).format == HistoricalFormat::Proprietary);
    CHECK(parsed("81").format == HistoricalFormat::Reserved);
    CHECK(parsed("8F").format == HistoricalFormat::Reserved);
    CHECK(parsed("90").format == HistoricalFormat::Proprietary);
}

TEST_CASE("after category 00 the last three bytes are life cycle and status word") {
    const HistoricalBytes historical = of_card(real_atr::openpgp_1);  // 00 31 C1 73 C0 01 00 00 90 00
    REQUIRE(historical.objects.size() == 3);
    CHECK(historical.objects[0].bytes == Bytes{0x31, 0xC1});
    CHECK(historical.objects[1].bytes == Bytes{0x73, 0xC0, 0x01, 0x00});
    CHECK(historical.objects[2].bytes == Bytes{0x00, 0x90, 0x00});
    const auto status = object<StatusIndicator>(historical, 2);
    CHECK(status.life_cycle == 0x00);
    CHECK(status.status_word == 0x9000);
}

TEST_CASE("card service data are told bit by bit") {
    const auto openpgp = object<CardServiceData>(of_card(real_atr::openpgp_2), 0);  // C5
    CHECK(openpgp.select_by_full_name);
    CHECK(openpgp.select_by_partial_name);
    CHECK_FALSE(openpgp.objects_in_ef_dir);
    CHECK_FALSE(openpgp.objects_in_ef_atr);
    CHECK(openpgp.access == DirectoryAccess::GetData);
    CHECK_FALSE(openpgp.has_master_file);

    const auto other = object<CardServiceData>(parsed("80 31 B8"), 0);
    CHECK(other.select_by_full_name);
    CHECK_FALSE(other.select_by_partial_name);
    CHECK(other.objects_in_ef_dir);
    CHECK(other.objects_in_ef_atr);
    CHECK(other.access == DirectoryAccess::ReadBinary);
    CHECK(other.has_master_file);
    CHECK(object<CardServiceData>(parsed("80 31 00"), 0).access == DirectoryAccess::ReadRecord);
    CHECK(object<CardServiceData>(parsed("80 31 0E"), 0).access == DirectoryAccess::Reserved);
}

TEST_CASE("card capabilities have up to three parts") {
    const auto full = object<CardCapabilities>(parsed("80 73 84 61 DA"), 0);
    CHECK(full.selection.by_full_name);
    CHECK_FALSE(full.selection.by_partial_name);
    CHECK(full.selection.short_file_identifiers);
    CHECK_FALSE(full.selection.record_identifiers);
    REQUIRE(full.coding.has_value());
    CHECK_FALSE(full.coding->tlv_structured_files);
    CHECK(full.coding->write == WriteBehaviour::And);
    CHECK_FALSE(full.coding->ff_starts_a_tag);
    CHECK(full.coding->unit_exponent == 1);
    REQUIRE(full.commands.has_value());
    CHECK(full.commands->chaining);
    CHECK(full.commands->extended_length);
    CHECK_FALSE(full.commands->length_limits_in_ef_atr);
    CHECK(full.commands->channels_by_card);
    CHECK(full.commands->channels_by_reader);
    CHECK(full.commands->logical_channels == 3);

    const auto two = object<CardCapabilities>(parsed("80 72 7B 98"), 0);
    CHECK(two.selection.by_partial_name);
    CHECK(two.selection.by_path);
    CHECK(two.selection.by_file_identifier);
    CHECK(two.selection.implicitly);
    CHECK(two.selection.record_numbers);
    CHECK(two.selection.record_identifiers);
    CHECK(two.coding->tlv_structured_files);
    CHECK(two.coding->write == WriteBehaviour::Once);
    CHECK(two.coding->ff_starts_a_tag);
    CHECK(two.coding->unit_exponent == 8);
    CHECK_FALSE(two.commands.has_value());
    CHECK_FALSE(object<CardCapabilities>(parsed("80 71 80"), 0).coding.has_value());
}

TEST_CASE("a status object holds a life cycle, a status word, or both") {
    const auto life_cycle = object<StatusIndicator>(parsed("80 81 05"), 0);
    CHECK(life_cycle.life_cycle == 5);
    CHECK_FALSE(life_cycle.status_word.has_value());

    const auto word = object<StatusIndicator>(of_card("3B 67 00 00 80 62 21 13 82 90 00"), 1);
    CHECK_FALSE(word.life_cycle.has_value());
    CHECK(word.status_word == 0x9000);

    const auto both = object<StatusIndicator>(of_card(real_atr::gsm_sim), 2);  // 83 0F 90 00
    CHECK(both.life_cycle == 0x0F);
    CHECK(both.status_word == 0x9000);
}

TEST_CASE("objects with free contents keep their bytes") {
    CHECK(object<CountryCode>(parsed("80 12 02 80"), 0).value == Bytes{0x02, 0x80});
    CHECK(object<IssuerIdentification>(parsed("80 23 45 67 89"), 0).value == Bytes{0x45, 0x67, 0x89});
    CHECK(object<InitialAccessData>(parsed("80 41 10"), 0).value == Bytes{0x10});
    CHECK(object<CardIssuerData>(of_card(real_atr::yubikey_5), 1).value == bytes_of("59 75 62 69 4B 65 79"));
    CHECK(object<PreIssuingData>(of_card(real_atr::gsm_sim), 0).value == bytes_of("AF 03 12 01 6F"));
    CHECK(object<ApplicationIdentifier>(parsed("80 F5 A0 00 00 03 08"), 0).value ==
          bytes_of("A0 00 00 03 08"));
}

TEST_CASE("a contactless memory card is told by PC/SC's standard and name") {
    const HistoricalBytes historical = of_card(real_atr::mifare_1k);
    REQUIRE(historical.objects.size() == 1);
    CHECK(object<StorageCard>(historical, 0).standard == 0x03);
    CHECK(object<StorageCard>(historical, 0).name == 0x0001);
    // One byte of the workgroup's identifier is another's: an object that is cut short.
    const HistoricalBytes other = parsed("80 4F 0C A0 00 00 03 07 03 00 01 00 00 00 00");
    CHECK(std::holds_alternative<UnknownBytes>(other.objects.at(0).meaning));
    CHECK(std::holds_alternative<UnknownBytes>(parsed("80 4F 0C A0 00 00 03 06").objects.at(0).meaning));
}

TEST_CASE("category 10 is followed by a directory reference") {
    const HistoricalBytes historical = of_card(real_atr::tap_and_go);  // 10 00 00 00 00 81 70 00
    CHECK(object<DirectoryReference>(historical, 0).value == 0x00);
    CHECK(historical.objects.at(1).bytes.size() == 6);
    CHECK(std::holds_alternative<UnknownBytes>(historical.objects.at(1).meaning));
}

TEST_CASE("a maker's own format is kept as it is") {
    const HistoricalBytes historical = of_card(real_atr::yubikey_4);
    REQUIRE(historical.objects.size() == 1);
    CHECK(historical.objects[0].bytes == bytes_of("75 62 69 6B 65 79 34"));
    CHECK(std::holds_alternative<UnknownBytes>(historical.objects[0].meaning));
}

TEST_CASE("an object that is cut short is kept whole and means nothing") {
    const HistoricalBytes cut = parsed("80 31 C0 75 01 02");
    REQUIRE(cut.objects.size() == 2);
    CHECK(cut.objects[1].bytes == Bytes{0x75, 0x01, 0x02});
    CHECK(std::holds_alternative<UnknownBytes>(cut.objects[1].meaning));
}

TEST_CASE("a header alone is an object cut short") {
    const HistoricalBytes cut = parsed("80 31");
    REQUIRE(cut.objects.size() == 1);
    CHECK(cut.objects[0].bytes == Bytes{0x31});
    CHECK(std::holds_alternative<UnknownBytes>(cut.objects[0].meaning));
}

TEST_CASE("reserved tags and wrong lengths mean nothing") {
    for (const auto* hex :
         {"80 91 E1", "80 30", "80 32 01 02", "80 70", "80 74 01 02 03 04", "80 80", "80 84 01 02 03 04"}) {
        INFO(hex);
        CHECK(std::holds_alternative<UnknownBytes>(parsed(hex).objects.at(0).meaning));
    }
}

TEST_CASE("category 00 with fewer than three bytes has no status") {
    const HistoricalBytes historical = parsed("00 31 C0");
    REQUIRE(historical.objects.size() == 1);
    CHECK(std::holds_alternative<CardServiceData>(historical.objects[0].meaning));
}

TEST_CASE("the objects of every real card are all of its historical bytes") {
    for (const auto atr : real_atr::all) {
        const Bytes bytes = atr_of(atr).historical_bytes;
        Bytes joined(bytes.begin(), bytes.begin() + (bytes.empty() ? 0 : 1));
        for (const HistoricalObject& item : parse_historical_bytes(bytes).objects) {
            joined.insert(joined.end(), item.bytes.begin(), item.bytes.end());
        }
        INFO(atr);
        CHECK(joined == bytes);
    }
}
