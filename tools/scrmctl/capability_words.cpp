#include "tools/scrmctl/capability_words.hpp"

#include <utility>

#include "tools/scrmctl/quantity_words.hpp"

namespace scrm::tools {
namespace {

using Choice = std::pair<bool, const char*>;

/// The chosen ones, joined by commas.
std::string chosen(std::initializer_list<Choice> choices, const char* otherwise) {
    std::string words;
    for (const auto& [holds, name] : choices) {
        if (holds) {
            words += (words.empty() ? "" : ", ") + std::string(name);
        }
    }
    return words.empty() ? otherwise : words;
}

std::string access_words(iso7816::DirectoryAccess access) {
    switch (access) {
        case iso7816::DirectoryAccess::ReadRecord:
            return "EF.DIR and EF.ATR are read by READ RECORD";
        case iso7816::DirectoryAccess::GetData:
            return "EF.DIR and EF.ATR are read by GET DATA";
        case iso7816::DirectoryAccess::ReadBinary:
            return "EF.DIR and EF.ATR are read by READ BINARY";
        case iso7816::DirectoryAccess::Reserved:
            break;
    }
    return "EF.DIR and EF.ATR are read in a way reserved by the standard";
}

std::string write_words(iso7816::WriteBehaviour write) {
    switch (write) {
        case iso7816::WriteBehaviour::Once:
            return "a write is possible once";
        case iso7816::WriteBehaviour::Proprietary:
            return "a write does what the maker decided";
        case iso7816::WriteBehaviour::Or:
            return "a write sets bits (OR)";
        case iso7816::WriteBehaviour::And:
            break;
    }
    return "a write clears bits (AND)";
}

/// 2^exponent half bytes.
std::string unit_words(unsigned exponent) {
    return exponent == 0 ? "half a byte" : count_words(1ULL << (exponent - 1), "byte");
}

void add_coding(std::vector<std::string>& details, const iso7816::DataCoding& coding) {
    details.push_back(write_words(coding.write) + "; a data unit is " + unit_words(coding.unit_exponent));
    if (coding.tlv_structured_files) {
        details.emplace_back("files of TLV structure");
    }
    details.emplace_back(coding.ff_starts_a_tag ? "FF may start a BER-TLV tag" : "FF starts no BER-TLV tag");
}

void add_commands(std::vector<std::string>& details, const iso7816::CommandFeatures& commands) {
    details.push_back(chosen({{commands.chaining, "command chaining"},
                              {commands.extended_length, "extended length"},
                              {commands.length_limits_in_ef_atr, "length limits in EF.ATR"}},
                             "no command chaining, no extended length"));
    if (!commands.channels_by_card && !commands.channels_by_reader) {
        details.emplace_back("no logical channels but the basic one");
        return;
    }
    const std::string count =
        commands.logical_channels == 8 ? "8 or more" : std::to_string(commands.logical_channels);
    details.push_back(
        count + " logical channels, assigned by " +
        chosen({{commands.channels_by_card, "the card"}, {commands.channels_by_reader, "the reader"}},
               "nobody"));
}

}  // namespace

std::vector<std::string> service_details(const iso7816::CardServiceData& data) {
    std::vector<std::string> details;
    details.push_back(
        "applications are selected " +
        chosen({{data.select_by_full_name, "by full name"}, {data.select_by_partial_name, "by partial name"}},
               "implicitly only"));
    if (data.objects_in_ef_dir || data.objects_in_ef_atr) {
        details.push_back(
            "data objects in " +
            chosen({{data.objects_in_ef_dir, "EF.DIR"}, {data.objects_in_ef_atr, "EF.ATR"}}, ""));
    }
    details.push_back(access_words(data.access));
    details.emplace_back(data.has_master_file ? "with a master file" : "without a master file");
    return details;
}

std::vector<std::string> capability_details(const iso7816::CardCapabilities& capabilities) {
    const iso7816::SelectionMethods& selection = capabilities.selection;
    std::vector<std::string> details;
    details.push_back("selection " + chosen({{selection.by_full_name, "by full name"},
                                             {selection.by_partial_name, "by partial name"},
                                             {selection.by_path, "by path"},
                                             {selection.by_file_identifier, "by file identifier"},
                                             {selection.implicitly, "implicitly"}},
                                            "in no standard way"));
    details.push_back(chosen({{selection.short_file_identifiers, "short file identifiers"},
                              {selection.record_numbers, "record numbers"},
                              {selection.record_identifiers, "record identifiers"}},
                             "no short file identifiers, no records"));
    if (capabilities.coding) {
        add_coding(details, *capabilities.coding);
    }
    if (capabilities.commands) {
        add_commands(details, *capabilities.commands);
    }
    return details;
}

}  // namespace scrm::tools
