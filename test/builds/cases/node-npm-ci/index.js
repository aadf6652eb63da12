console.log(require("ms")(120000));
