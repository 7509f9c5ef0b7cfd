// Commands of the program that act on the data: the same whether a running server carries them out,
// asked through its control socket, or the command itself holds the data directory.
#pragma once

#include <atomic>
#include <string>

#include "app/throughline.h"
#include "app/transfer_commands.h"
#include "base/result.h"
#include "codec/json_view.h"

namespace throughline::app {

// {"command": "key.create", ...}; the answer is JSON text.
// A long one ends with an error soon after `stopping` becomes true.
Result<std::string> run_command(Throughline& throughline, codec::JsonView request,
                                const std::atomic<bool>& stopping);

// Carries out `request` wherever the data directory is held.
Result<std::string> run_command_anywhere(const Configuration& configuration,
                                         const std::string& request);

// The same for several requests, one after the other. Without a server this program holds the data
// directory as long as the function exists.
Result<Ask> ask_anywhere(const Configuration& configuration);

}  // namespace throughline::app
