#include "tools/scrmctl/historical_words.hpp"

#include <algorithm>
#include <array>

#include "drivers/iso7816/historical_bytes.hpp"
#include "tools/scrmctl/capability_words.hpp"
#include "tools/scrmctl/hex.hpp"
#include "tools/scrmctl/storage_card_words.hpp"
#include "tools/scrmctl/sw_words.hpp"

namespace scrm::tools {
namespace {

using iso7816::HistoricalFormat;

struct Words {
    std::string meaning;
    std::vector<std::string> details;
};

/// The text in quotes if all of it is plain text, as makers like to put in; else nothing.
std::string as_text(std::span<const std::uint8_t> bytes) {
    const bool plain =
        std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b >= 0x20 && b < 0x7F; });
    return plain && bytes.size() > 2 ? " \"" + std::string(bytes.begin(), bytes.end()) + "\"" : "";
}

std::string life_cycle_words(std::uint8_t state) {
    if (state == 0) {
        return "life cycle not told";
    }
    if (state == 1) {
        return "in creation";
    }
    if (state == 3) {
        return "in initialisation";
    }
    if (state >= 0x04 && state <= 0x07) {
        return (state & 1U) != 0 ? "in use, activated" : "in use, deactivated";
    }
    if (state >= 0x0C && state <= 0x0F) {
        return "terminated";
    }
    return state > 0x0F ? "life cycle state of the maker's own" : "life cycle state reserved";
}

std::string status_words(const iso7816::StatusIndicator& status) {
    std::string words = "status:";
    if (status.life_cycle) {
        words += " " + life_cycle_words(*status.life_cycle);
    }
    if (status.status_word) {
        const std::array bytes{static_cast<std::uint8_t>(*status.status_word >> 8U),
                               static_cast<std::uint8_t>(*status.status_word & 0xFFU)};
        words += std::string(status.life_cycle ? ", " : " ") + to_hex(bytes, "") + " " +
                 (*status.status_word == 0 ? "not told" : status_meaning(*status.status_word));
    }
    return words;
}

/// Country and issuer are packed decimal digits, an odd one out being F or 0.
std::string digits(const std::vector<std::uint8_t>& bytes) {
    return to_hex(bytes, "");
}

/// One overload for each kind of object.
struct Explain {
    Words operator()(const iso7816::CountryCode& country) const {
        return {"country code (ISO 3166-1) and national data " + digits(country.value), {}};
    }
    Words operator()(const iso7816::IssuerIdentification& issuer) const {
        return {"issuer identification number " + digits(issuer.value), {}};
    }
    Words operator()(const iso7816::CardServiceData& data) const {
        return {"card service data", service_details(data)};
    }
    Words operator()(const iso7816::InitialAccessData& data) const {
        return {data.value.size() == 1 ? "initial access data: READ BINARY of so many bytes"
                                       : "initial access data",
                {}};
    }
    Words operator()(const iso7816::CardIssuerData& data) const {
        return {"card issuer's data" + as_text(data.value), {}};
    }
    Words operator()(const iso7816::PreIssuingData& data) const {
        return {"pre-issuing data" + as_text(data.value), {}};
    }
    Words operator()(const iso7816::CardCapabilities& capabilities) const {
        return {"card capabilities", capability_details(capabilities)};
    }
    Words operator()(const iso7816::StatusIndicator& status) const { return {status_words(status), {}}; }
    Words operator()(const iso7816::ApplicationIdentifier& application) const {
        return {"application selected from the start: " + to_hex(application.value), {}};
    }
    Words operator()(const iso7816::DirectoryReference&) const {
        return {"reference to the directory file", {}};
    }
    Words operator()(const iso7816::StorageCard& card) const { return {storage_card_words(card), {}}; }
    Words operator()(const iso7816::UnknownBytes&) const { return {"no known meaning", {}}; }
};

std::string category_words(HistoricalFormat format) {
    switch (format) {
        case HistoricalFormat::None:
            return "none";
        case HistoricalFormat::CompactTlvThenStatus:
            return "compact-TLV objects, then three bytes of status";
        case HistoricalFormat::CompactTlv:
            return "compact-TLV objects";
        case HistoricalFormat::DirectoryReference:
            return "directory reference";
        case HistoricalFormat::Reserved:
            return "format reserved by the standard";
        case HistoricalFormat::Proprietary:
            return "the maker's own format";
    }
    return "no known format";
}

}  // namespace

std::vector<AtrLine> historical_lines(std::span<const std::uint8_t> bytes) {
    const iso7816::HistoricalBytes historical = iso7816::parse_historical_bytes(bytes);
    if (historical.format == HistoricalFormat::None) {
        return {};
    }
    if (historical.format == HistoricalFormat::Proprietary) {
        return {{"", {bytes.begin(), bytes.end()}, category_words(historical.format) + as_text(bytes), {}}};
    }
    std::vector<AtrLine> lines{{"", {bytes[0]}, category_words(historical.format), {}}};
    for (const iso7816::HistoricalObject& object : historical.objects) {
        Words words = std::visit(Explain{}, object.meaning);
        lines.push_back({"", object.bytes, std::move(words.meaning), std::move(words.details)});
    }
    return lines;
}

}  // namespace scrm::tools
