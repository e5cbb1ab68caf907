// Whoever moves the cards. A wish is a line on standard output, and is granted by "ok" on standard input: by
// the program that plays the cases, or by a person at a real reader.
#pragma once

#include <string_view>

namespace conformance::desk {

/// Before a case: an ordinary card in the reader, none in the second. False: this desk cannot do what the
/// case needs.
bool is_ready_for(std::string_view rule);

// The daemon has noticed what was done when these return.

void insert_card();
void remove_card();
/// A card that does not answer a power-up, in place of the one that is in, if any.
void insert_mute_card();
/// Cards with one protocol, in place of the one that is in, if any.
void insert_t0_card();
void insert_t1_card();
/// Into the second reader, and out of it.
void insert_second_card();
void remove_second_card();

// A case about these has a name that ends in "(readers)": not every desk can move readers.

void plug_another_reader();
void unplug_another_reader();
/// The reader whose card all cases use.
void unplug_the_reader();
void plug_the_reader();

}  // namespace conformance::desk
