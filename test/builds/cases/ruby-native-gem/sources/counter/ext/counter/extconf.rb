require "mkmf"
abort "libyaml is missing" unless have_library("yaml", "yaml_get_version", "yaml.h")
create_makefile("counter/counter")
