// `throughline import` and `throughline export`: the command's side, and what the server or the
// command itself answers to it. Pieces and polls, so that no answer is large or late.
#pragma once

#include <functional>
#include <string>

#include "app/throughline.h"
#include "base/result.h"
#include "codec/json_view.h"

namespace throughline::app {

// What a running program answers.
Result<std::string> begin_import(Throughline& throughline, const Actor& actor,
                                 codec::JsonView request);
Result<std::string> import_status(Throughline& throughline, const Actor& actor,
                                  codec::JsonView request);
Result<std::string> import_refused(Throughline& throughline, const Actor& actor,
                                   codec::JsonView request);
Result<std::string> propose_import(Throughline& throughline, const Actor& actor,
                                   codec::JsonView request);
Result<std::string> export_piece(Throughline& throughline, const Actor& actor,
                                 codec::JsonView request);

// Asks whoever holds the data directory; see commands.h.
using Ask = std::function<Result<std::string>(const std::string& request)>;

struct ImportChoice {
  std::string file = {};
  std::string mapping = {};  // A file; without one the proposal is taken.
  std::string source = {};
  std::string report = {};  // Where the refused rows go, as CSV.
  bool propose = false;     // Only print the mapping that the file suggests.
  bool json = false;
};
// The exit code: 0 all rows came in, 1 some were refused, 2 it failed.
int import_command(const Ask& ask, const ImportChoice& choice);

struct ExportChoice {
  std::string what = "everything";
  std::string output = {};  // A file; empty: standard output.
  std::string search = {};
  std::string filter = {};
};
int export_command(const Ask& ask, const ExportChoice& choice);

}  // namespace throughline::app
